#cloud-config
<#-- etcd 3 as Flatcar has it: etcd-member.service, whose environment reaches etcd as it is. -->
<#include "../identity.ftl">
<#include "../host_key.ftl">
<#include "../hardware.ftl">
coreos:
<#include "../updates.ftl">
  units:
<@cloud_units/>
    - name: "etcd-member.service"
      enable: true
<#-- One that joins is started by hand, once the others were told of it: etcd with the data gone and
     the name of an old member would break its promises to them. -->
<#if discovery_url?has_content || etcd_state == "new">
      command: "start"
</#if>
      drop_ins:
        - name: "20-kvmcore.conf"
          content: |
            [Service]
            Environment="ETCD_NAME=${name}"
            Environment="ETCD_LISTEN_PEER_URLS=http://${address}:2380"
            Environment="ETCD_LISTEN_CLIENT_URLS=http://${address}:2379,http://127.0.0.1:2379"
            Environment="ETCD_INITIAL_ADVERTISE_PEER_URLS=http://${address}:2380"
            Environment="ETCD_ADVERTISE_CLIENT_URLS=http://${address}:2379"
<#if discovery_url?has_content>
            Environment="ETCD_DISCOVERY=${discovery_url}"
<#else>
            Environment="ETCD_INITIAL_CLUSTER=<#list etcd_members as member>${member.name}=http://${member.address}:2380<#sep>,</#list>"
            Environment="ETCD_INITIAL_CLUSTER_STATE=${etcd_state}"
            Environment="ETCD_INITIAL_CLUSTER_TOKEN=${etcd_token}"
</#if>
