<#-- k3s: a server that founds the cluster, servers that join it, agents. All is in its own
     configuration file, see https://docs.k3s.io/installation/configuration; the token is a file of
     its own. On Flatcar k3s comes as a system extension, which has its units; on Fedora CoreOS it is
     one program, and the unit is written here. -->
<#import "../ignition.ftl" as ignition>
<#assign
  flatcar = os != "fcos"
  arm = architecture == "aarch64"
  service = (k3s_role == "agent")?then("k3s-agent.service", "k3s.service")
  folder = "/etc/rancher/k3s"
  extension = "k3s-" + k3s_version + "-" + arm?then("arm64", "x86-64") + ".raw"
  raw = "/opt/extensions/k3s/" + extension
  program = "/usr/local/bin/k3s"
  fetch = folder + "/fetch.sh"
  flannel = folder + "/flannel.sh"
  several = networks?has_content>
<#macro flannel_step>
<#if several>
ExecStartPre=/bin/sh ${flannel}
</#if>
</#macro>
<@ignition.config>
  <@ignition.directory path=folder mode="0700"/>
  <#-- An agent gets the token that lets in agents only. Servers that know none give it their own. -->
  <#assign token = (k3s_role == "agent")?then(secrets.k3s_agent_token!secrets.k3s_token, secrets.k3s_token)>
  <@ignition.host_file path=folder + "/token" from=token mode="0600"/>
<#if k3s_role == "server" && secrets.k3s_agent_token??>
  <@ignition.host_file path=folder + "/agent-token" from=secrets.k3s_agent_token mode="0600"/>
</#if>
  <@ignition.file path=folder + "/config.yaml" mode="0600">
token-file: "${folder}/token"
node-name: "${name?json_string}"
node-ip: "${address}"
<#if k3s_role == "server">
<#if secrets.k3s_agent_token??>
agent-token-file: "${folder}/agent-token"
</#if>
write-kubeconfig-mode: "0600"
tls-san:
  - "${name?json_string}"
  - "${address}"
</#if>
<#if k3s_server?has_content>
server: "https://${k3s_server}:6443"
<#elseif k3s_several>
cluster-init: true
</#if>
</@ignition.file>
<#if several>
  <#-- flannel takes the interface of the default route, which may be another network's. -->
  <@ignition.file path=flannel mode="0700">
#!/bin/sh
# Tells k3s on which interface the nodes see each other; run before each start.
set -eu
interface=$(ip -o -4 address show to ${address} | awk '{ print $2; exit }')
[ -n "$interface" ] || { echo "no interface has ${address} yet"; exit 1; }
mkdir -p ${folder}/config.yaml.d
echo "flannel-iface: \"$interface\"" >${folder}/config.yaml.d/kvmcore.yaml
</@ignition.file>
</#if>
<#if flatcar>
<#if several>
  <@ignition.dropin unit=service name="20-kvmcore.conf">
[Service]
<@flannel_step/>
</@ignition.dropin>
</#if>
  <@ignition.remote_file path=raw url=k3s_url hash=k3s_hash/>
  <@ignition.link path="/etc/extensions/k3s.raw" target=raw/>
  <#-- The unit is not there yet when Ignition could enable it. -->
  <@ignition.link path="/etc/systemd/system/multi-user.target.wants/" + service
    target="/usr/local/lib/systemd/system/" + service/>
<#else>
  <#-- Not by Ignition, which fetches before the guest has an address of its own. -->
  <@ignition.file path=fetch mode="0700">
#!/bin/sh
# Fetches k3s once; run before each start.
set -eu
[ ! -x ${program} ] || exit 0
curl -fsSL --connect-timeout 20 --retry 5 -o ${program}.part '${k3s_url?replace("'", "'\\''")}'
<#if k3s_hash?has_content>
echo '${k3s_hash?keep_after("-")}  ${program}.part' | ${k3s_hash?keep_before("-")}sum -c --quiet
</#if>
chmod 0755 ${program}.part
mv -f ${program}.part ${program}
</@ignition.file>
  <#list ["kubectl", "crictl", "ctr"] as other>
  <@ignition.link path="/usr/local/bin/" + other target=program/>
  </#list>
  <@ignition.unit name=service enabled=true>
[Unit]
Description=Lightweight Kubernetes
Documentation=https://k3s.io
Wants=network-online.target
After=network-online.target

[Service]
Type=notify
KillMode=process
Delegate=yes
LimitNOFILE=1048576
LimitNPROC=infinity
LimitCORE=infinity
TasksMax=infinity
TimeoutStartSec=0
Restart=always
RestartSec=5s
ExecStartPre=/bin/sh ${fetch}
<@flannel_step/>
<#-- As k3s's own installer does: SELinux then lets it run containers, as it lets podman. -->
ExecStartPre=-/usr/bin/chcon -u system_u -r object_r -t container_runtime_exec_t ${program}
ExecStartPre=-/usr/sbin/modprobe br_netfilter
ExecStartPre=-/usr/sbin/modprobe overlay
ExecStart=${program} ${k3s_role}

[Install]
WantedBy=multi-user.target
</@ignition.unit>
</#if>
</@ignition.config>
