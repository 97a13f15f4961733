#cloud-config
<#-- Read by coreos-cloudinit, in old CoreOS and in Flatcar. -->
<#include "../identity.ftl">
<#include "../host_key.ftl">
<#assign has_updates = updates != "system" && ["flatcar", "coreos"]?seq_contains(os)>
<#assign has_units = static_address?has_content || shares?has_content>
<#if has_updates || has_units>
coreos:
<#include "../updates.ftl">
</#if>
<#if has_units>
<#include "../hardware.ftl">
  units:
<@cloud_units/>
</#if>
