<#-- What guests do about hardware that the host gave them, for Ignition and for cloud-config: they give
     themselves an address where nobody's DHCP does, and mount the shared folders. -->

<#-- For systemd-networkd, as Flatcar has it. -->
<#macro networkd>
[Match]
MACAddress=${.data_model.mac}

[Network]
Address=${.data_model.static_address}
<#if .data_model.gateway?has_content>
Gateway=${.data_model.gateway}
</#if>
<#list .data_model.dns as server>
DNS=${server}
</#list>
</#macro>

<#-- For NetworkManager, which Fedora CoreOS has in its place. -->
<#macro network_manager>
[connection]
id=kvmcore
type=ethernet

[ethernet]
mac-address=${.data_model.mac}

[ipv4]
method=manual
address1=${.data_model.static_address}<#if .data_model.gateway?has_content>,${.data_model.gateway}</#if>
<#if .data_model.dns?has_content>
dns=${.data_model.dns?join(";")};
</#if>
</#macro>

<#-- The folder on which a share is mounted: under Fedora CoreOS /mnt is a link, which systemd refuses. -->
<#function mount_point share>
  <#return (.data_model.os == "fcos")?then("/var/mnt/", "/mnt/") + share.tag>
</#function>

<#-- As systemd-escape --path has it. -->
<#function mount_unit share>
  <#return mount_point(share)?remove_beginning("/")?replace("-", "\\x2d")?replace("/", "-") + ".mount">
</#function>

<#macro mount share>
[Unit]
Description=Shared folder ${share.tag}

[Mount]
What=${share.tag}
Where=${mount_point(share)}
Type=${share.driver}
<#if share.driver == "9p">
Options=trans=virtio,version=9p2000.L,msize=262144<#if share.read_only>,ro</#if>
</#if>

[Install]
WantedBy=multi-user.target
</#macro>

<#-- A unit of coreos-cloudinit's coreos.units; its text is what stands within. -->
<#macro cloud_unit name started=false>
    - name: "${name?json_string}"
<#if started>
      command: "start"
</#if>
      content: |
<#local text><#nested></#local>
<#list text?trim?split("\n") as line>
${line?has_content?then("        " + line, "")}
</#list>
</#macro>

<#-- The same for cloud-config: items of coreos.units. -->
<#macro cloud_units>
<#if .data_model.static_address?has_content>
<@cloud_unit name="10-kvmcore.network"><@networkd/></@cloud_unit>
</#if>
<#list .data_model.shares as share>
<@cloud_unit name=mount_unit(share) started=true><@mount share/></@cloud_unit>
</#list>
</#macro>
