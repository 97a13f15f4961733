#cloud-config
<#-- Read by coreos-cloudinit, in old CoreOS and in Flatcar. -->
<#include "../identity.ftl">
<#if updates != "system" && ["flatcar", "coreos"]?seq_contains(os)>
coreos:
<#include "../updates.ftl">
</#if>
