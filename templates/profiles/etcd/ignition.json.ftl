<#-- etcd 3. Flatcar has a unit for it, etcd-member.service, which runs a container with the unit's
     environment; on Fedora CoreOS podman makes etcd.service of the file below. Each member has a
     certificate of the cluster's own authority, both for its clients and for the other members. -->
<#import "../ignition.ftl" as ignition>
<#assign
  quadlet = os == "fcos"
  scheme = etcd_tls?then("https", "http")
  folder = "/etc/etcd/tls"
  <#-- Flatcar's unit shows the folder to the container by another name. -->
  inside = quadlet?then(folder, "/etc/ssl/certs")
  <#-- One that joins waits for this file, once the others were told of it: etcd with the data gone
       and the name of an old member would break its promises to them. -->
  waits = !discovery_url?has_content && etcd_state != "new"
  joined = "/etc/etcd/joined"
  environment = [
    "ETCD_NAME=" + name,
    "ETCD_LISTEN_PEER_URLS=" + scheme + "://" + address + ":2380",
    "ETCD_LISTEN_CLIENT_URLS=" + scheme + "://" + address + ":2379," + scheme + "://127.0.0.1:2379",
    "ETCD_INITIAL_ADVERTISE_PEER_URLS=" + scheme + "://" + address + ":2380",
    "ETCD_ADVERTISE_CLIENT_URLS=" + scheme + "://" + address + ":2379"
  ]>
<#if discovery_url?has_content>
  <#assign environment += ["ETCD_DISCOVERY=" + discovery_url]>
<#else>
  <#assign environment += [
    "ETCD_INITIAL_CLUSTER="
      + etcd_members?map(member -> member.name + "=" + scheme + "://" + member.address + ":2380")?join(","),
    "ETCD_INITIAL_CLUSTER_STATE=" + etcd_state,
    "ETCD_INITIAL_CLUSTER_TOKEN=" + etcd_token
  ]>
</#if>
<#if etcd_tls>
  <#list ["", "PEER_"] as whom>
    <#assign environment += [
      "ETCD_" + whom + "CERT_FILE=" + inside + "/member.crt",
      "ETCD_" + whom + "KEY_FILE=" + inside + "/member.key",
      "ETCD_" + whom + "TRUSTED_CA_FILE=" + inside + "/ca.crt",
      "ETCD_" + whom + "CLIENT_CERT_AUTH=true"
    ]>
  </#list>
</#if>
<#if quadlet>
  <#assign environment += ["ETCD_DATA_DIR=/var/lib/etcd"]>
<#else>
  <#if etcd_tls><#assign environment += ["ETCD_SSL_DIR=" + folder]></#if>
  <#-- Without the system's own folder the container does not know who vouches for a web server. -->
  <#if etcd_tls && discovery_url?has_content>
    <#assign environment += [
      "SSL_CERT_DIR=/usr/share/ca-certificates:/usr/share/ca-certificates/mozilla"
    ]>
  </#if>
  <#if etcd_image?has_content><#assign environment += ["ETCD_IMAGE=" + etcd_image]></#if>
</#if>
<#-- On Flatcar etcd is the user etcd, whose number is the same in every release. -->
<#assign owner = quadlet?then("", 232)>
<@ignition.config>
<#if etcd_tls>
  <@ignition.directory path=folder mode="0700" user=owner group=owner/>
  <@ignition.host_file path=folder + "/ca.crt" from=secrets.etcd_ca mode="0444" user=owner group=owner/>
  <@ignition.host_file path=folder + "/member.crt" from=secrets.etcd_certificate mode="0444" user=owner group=owner/>
  <@ignition.host_file path=folder + "/member.key" from=secrets.etcd_key mode="0400" user=owner group=owner/>
</#if>
<#if quadlet>
  <@ignition.directory path="/var/lib/etcd" mode="0700"/>
  <@ignition.file path="/etc/containers/systemd/etcd.container">
[Unit]
Description=etcd
Wants=network-online.target
After=network-online.target
<#if waits>
ConditionPathExists=${joined}
</#if>

[Container]
Image=${etcd_image}
ContainerName=etcd
Exec=/usr/local/bin/etcd
Network=host
Volume=/var/lib/etcd:/var/lib/etcd:Z
<#if etcd_tls>
Volume=${folder}:${folder}:ro,Z
</#if>
<#list environment as variable>
Environment="${variable}"
</#list>

[Service]
Restart=always
RestartSec=10
TimeoutStartSec=900
LimitNOFILE=40000

[Install]
WantedBy=multi-user.target
</@ignition.file>
<#else>
  <@ignition.unit name="etcd-member.service" enabled=true/>
  <@ignition.dropin unit="etcd-member.service" name="20-kvmcore.conf">
<#if waits>
[Unit]
ConditionPathExists=${joined}

</#if>
[Service]
<#list environment as variable>
Environment="${variable}"
</#list>
</@ignition.dropin>
</#if>
</@ignition.config>
