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
  url = k3s_url>
<#if !url?has_content>
  <#assign url = flatcar?then(
    "https://extensions.flatcar.org/extensions/" + extension,
    "https://github.com/k3s-io/k3s/releases/download/" + k3s_version + "/k3s" + arm?then("-arm64", ""))>
</#if>
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
<#if flatcar>
  <@ignition.remote_file path=raw url=url hash=k3s_hash/>
  <@ignition.link path="/etc/extensions/k3s.raw" target=raw/>
  <#-- The unit is not there yet when Ignition could enable it. -->
  <@ignition.link path="/etc/systemd/system/multi-user.target.wants/" + service
    target="/usr/local/lib/systemd/system/" + service/>
<#else>
  <@ignition.remote_file path=program url=url hash=k3s_hash mode="0755"/>
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
