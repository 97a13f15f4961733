<#--
  What a profile's Ignition config is made of (specification 3.3.0). A profile's ignition.json.ftl is

    <#import "../ignition.ftl" as ignition>
    <@ignition.config>
      <@ignition.file path="/etc/motd">This is ${name}.
    </@ignition.file>
      <@ignition.unit name="my.service" enabled=true>
    [Service]
    ExecStart=/usr/bin/true
    </@ignition.unit>
    </@ignition.config>

  Within <@ignition.config>, in any order and any number, each printing nothing by itself:

    <@ignition.file path mode="0644" user="" group="">CONTENT</@ignition.file>
        a file; its content is all that stands between the tags, as it is. One that the image has is
        replaced. Modes are octal in quotes, or Ignition's decimal numbers without (0644 is 420).
        A user or a group is a name, or a number where the image may not know the name yet.
    <@ignition.host_file path from mode="0600" user="" group=""/>
        a file whose content is that of a file on the host when the machine is made: for keys and
        tokens, which no plan and no recording may hold. No other than the cluster's own secrets are
        taken: those that the hash "secrets" names.
    <@ignition.remote_file path url hash="" mode="0644" compression=""/>
        a file that the guest fetches; hash is sha256-… or sha512-… in hexadecimal, of what is
        fetched; compression "gzip" unpacks it.
    <@ignition.directory path mode="0755" user="" group=""/>
    <@ignition.link path target/>                       a symbolic link
    <@ignition.unit name enabled="" mask=false>CONTENTS</@ignition.unit>
        a unit of systemd; enabled is true or false, or left out; without contents it is the image's
        own unit.
    <@ignition.dropin unit name>CONTENTS</@ignition.dropin>
        a drop-in of a unit, which need not be named by <@ignition.unit> as well.
    <@ignition.user name groups=[] keys=[] home="" shell=""/>
        a user. core is there in any case and has the keys of ssh_keys; naming it adds to it.

  <@ignition.config> itself adds what every profile has: the host's name, core and its keys, what is
  done about updates, the guest's own address, the mounts of shared folders, the host key that ssh checks
  (unless a file of the profile's is that key), and the user's own configs, which are merged over all of it.
-->
<#include "hardware.ftl">
<#assign files = [], directories = [], links = [], units = [], dropins = [], people = []>

<#-- Octal text as the number that JSON has to hold. -->
<#function mode_of mode>
  <#if mode?is_number><#return mode></#if>
  <#local number = 0>
  <#list 0..<mode?length as at><#local number = number * 8 + mode[at]?number></#list>
  <#return number>
</#function>

<#-- A user or a group, by name or by number. -->
<#function who key whom>
  <#if whom?is_number><#return {key: {"id": whom}}></#if>
  <#return whom?has_content?then({key: {"name": whom}}, {})>
</#function>

<#function owned path user group>
  <#return {"path": path} + who("user", user) + who("group", group)>
</#function>

<#macro file path mode="0644" user="" group="">
  <#local content><#nested></#local>
  <#assign files += [owned(path, user, group) + {"mode": mode_of(mode), "overwrite": true,
    "contents": {"source": "data:," + content?url("UTF-8")}}]>
</#macro>

<#-- kvmcore puts the file's content, in base64, in place of the last word when it writes the config. -->
<#macro host_file path from mode="0600" user="" group="">
  <#assign files += [owned(path, user, group) + {"mode": mode_of(mode), "overwrite": true,
    "contents": {"source": "data:;base64,kvmcore-file:" + from}}]>
</#macro>

<#macro remote_file path url hash="" mode="0644" compression="">
  <#assign files += [{"path": path, "mode": mode_of(mode), "overwrite": true,
    "contents": {"source": url}
      + compression?has_content?then({"compression": compression}, {})
      + hash?has_content?then({"verification": {"hash": hash}}, {})}]>
</#macro>

<#macro directory path mode="0755" user="" group="">
  <#assign directories += [owned(path, user, group) + {"mode": mode_of(mode)}]>
</#macro>

<#macro link path target>
  <#assign links += [{"path": path, "overwrite": true, "target": target}]>
</#macro>

<#macro unit name enabled="" mask=false>
  <#local contents><#nested></#local>
  <#assign units += [{"name": name}
    + enabled?is_boolean?then({"enabled": enabled}, {})
    + mask?then({"mask": true}, {})
    + contents?has_content?then({"contents": contents}, {})]>
</#macro>

<#macro dropin unit name>
  <#local contents><#nested></#local>
  <#assign dropins += [{"unit": unit, "dropin": {"name": name, "contents": contents}}]>
</#macro>

<#macro user name groups=[] keys=[] home="" shell="">
  <#assign people += [{"name": name, "groups": groups, "keys": keys, "home": home, "shell": shell}]>
</#macro>

<#-- A part of the config, left out where it is empty. -->
<#function part name value>
  <#return value?has_content?then({name: value}, {})>
</#function>

<#-- Each name once, as Ignition wants it: what several macros said of one user or unit is one. -->
<#function names of key>
  <#local found = []>
  <#list of as item>
    <#if !found?seq_contains(item[key])><#local found += [item[key]]></#if>
  </#list>
  <#return found>
</#function>

<#function all_users>
  <#local users = []>
  <#list names([{"name": "core"}] + people, "name") as name>
    <#local user = {"name": name}, keys = (name == "core")?then(ssh_keys, []), groups = []>
    <#list people as person>
      <#if person.name == name>
        <#local keys += person.keys, groups += person.groups>
        <#local user += part("homeDir", person.home) + part("shell", person.shell)>
      </#if>
    </#list>
    <#local users += [user + part("groups", groups) + part("sshAuthorizedKeys", keys)]>
  </#list>
  <#return users>
</#function>

<#function all_units>
  <#local all = []>
  <#list names(units + dropins?map(it -> {"name": it.unit}), "name") as name>
    <#local unit = {"name": name}>
    <#list units as said><#if said.name == name><#local unit += said></#if></#list>
    <#local own = dropins?filter(it -> it.unit == name)?map(it -> it.dropin)>
    <#local all += [unit + part("dropins", own)]>
  </#list>
  <#return all>
</#function>

<#macro json value indent="">
<#if value?is_boolean || value?is_number>${value?c}<#t>
<#elseif value?is_string>"${value?json_string?replace("^\\\\/", "/", "r")}"<#t>
<#elseif value?is_sequence>[<#t>
<#list value as item>${"\n"}${indent}  <@json item indent + "  "/><#sep>,</#sep></#list>${"\n"}${indent}]<#t>
<#else>{<#t>
<#list value?keys as key>${"\n"}${indent}  "${key?json_string}": <@json value[key] indent + "  "/><#sep>,</#sep></#list>${"\n"}${indent}}<#t>
</#if>
</#macro>

<#-- What is done about new releases; of a system that is not known, either's file may be the one. -->
<#macro update_files>
<#if updates != "system" && os != "fcos">
<@file path="/etc/flatcar/update.conf">
<#if updates == "off">
SERVER=disabled
REBOOT_STRATEGY=off
<#else>
REBOOT_STRATEGY=reboot
</#if>
</@file>
</#if>
<#if updates != "system" && os != "flatcar">
<@file path="/etc/zincati/config.d/90-kvmcore.toml">
[updates]
<#if updates == "off">
enabled = false
<#else>
enabled = true
strategy = "immediate"
</#if>
</@file>
</#if>
</#macro>

<#-- The guest's own address, and the shared folders; of a system that is not known, either's file
     may be the one. -->
<#macro hardware_parts>
<#if static_address?has_content>
<#if os != "flatcar">
<@file path="/etc/NetworkManager/system-connections/kvmcore.nmconnection" mode="0600"><@network_manager/></@file>
</#if>
<#if os != "fcos">
<@file path="/etc/systemd/network/10-kvmcore.network"><@networkd/></@file>
</#if>
</#if>
<#list shares as share>
<@unit name=mount_unit(share) enabled=true><@mount share/></@unit>
</#list>
</#macro>

<#-- The key by which the host knows the guest at the first ssh. -->
<#macro host_key_files>
<#local keys = .data_model.secrets!{}, path = "/etc/ssh/ssh_host_ed25519_key">
<#if keys.ssh_host_key?? && !files?map(it -> it.path)?seq_contains(path)>
<@host_file path=path from=keys.ssh_host_key mode="0600"/>
<@host_file path=path + ".pub" from=keys.ssh_host_public_key mode="0644"/>
</#if>
</#macro>

<#macro config>
<@file path="/etc/hostname">${.data_model.name}
</@file>
<@update_files/>
<@hardware_parts/>
<#local ignored><#nested></#local>
<@host_key_files/>
<@json {"ignition": {"version": "3.3.0"}
    + part("config", part("merge", own_configs)),
  "passwd": {"users": all_users()},
  "storage": part("directories", directories) + {"files": files} + part("links", links)}
  + part("systemd", part("units", all_units()))/>

</#macro>
