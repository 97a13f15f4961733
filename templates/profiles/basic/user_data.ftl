#cloud-config
<#-- Read by coreos-cloudinit, in old CoreOS and in Flatcar. -->
<#include "../identity.ftl">
<#if static_address?has_content || shares?has_content>
<#include "../hardware.ftl">
coreos:
  units:
<@cloud_units/>
</#if>
