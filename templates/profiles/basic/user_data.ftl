#cloud-config
<#-- Read by coreos-cloudinit, in old CoreOS and in Flatcar. -->
<#include "../identity.ftl">
