<#-- What every profile's cloud-config has: the host's name and who may log in. Every value is a JSON
     string, which YAML reads as it is, whatever characters it holds. -->
hostname: "${name?json_string}"
<#if ssh_keys?has_content>
ssh_authorized_keys:
<#list ssh_keys as key>
  - "${key?json_string?replace("<\\/", "</")}"
</#list>
</#if>
