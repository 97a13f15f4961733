#cloud-config
<#-- etcd 0.4 and fleet, which only old CoreOS images have. The first member of a new cluster is told
     of no peers: that is how it knows that it founds one. -->
<#include "../identity.ftl">
<#include "../host_key.ftl">
<#include "../hardware.ftl">
<#assign peers = []>
<#list etcd_members as member>
<#if member.name != name><#assign peers += [member.address + ":7001"]></#if>
</#list>
coreos:
<#include "../updates.ftl">
  etcd:
    name: "${name}"
    addr: "${address}:4001"
    peer_addr: "${address}:7001"
<#if discovery_url?has_content>
    discovery: "${discovery_url}"
<#elseif !etcd_first && peers?has_content>
    peers: "${peers?join(",")}"
</#if>
  fleet:
    public_ip: "${address}"
    metadata: "name=${name}"
  units:
<@cloud_units/>
    - name: "etcd.service"
      command: "start"
    - name: "fleet.service"
      command: "start"
