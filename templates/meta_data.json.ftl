{
  "uuid": "${uuid?json_string}",
  "hostname": "${name?json_string}",
  "public_keys": {<#list ssh_keys as key>
    "${key?counter}": "${key?json_string}"<#sep>,</#sep></#list>
  }
}
