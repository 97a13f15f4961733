<#-- The key by which the host knows the guest at the first ssh, for cloud-config: kvmcore puts the files'
     content, in base64, in place of the strings when it writes the config. A template with write_files of
     its own leaves this out. cloud-init, where it is what reads this, would otherwise delete the key. -->
<#if secrets.ssh_host_key??>
ssh_deletekeys: false
write_files:
  - path: "/etc/ssh/ssh_host_ed25519_key"
    permissions: "0600"
    owner: "root:root"
    encoding: "base64"
    content: "kvmcore-base64:${secrets.ssh_host_key}"
  - path: "/etc/ssh/ssh_host_ed25519_key.pub"
    permissions: "0644"
    owner: "root:root"
    encoding: "base64"
    content: "kvmcore-base64:${secrets.ssh_host_public_key}"
</#if>
