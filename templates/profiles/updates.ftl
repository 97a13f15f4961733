<#-- Below "coreos:" of a cloud-config: what is done about new releases, in systems that have them. -->
<#if updates != "system" && ["flatcar", "coreos"]?seq_contains(os)>
  update:
    reboot_strategy: "${updates}"
<#if updates == "off">
    server: "disabled"
</#if>
</#if>
