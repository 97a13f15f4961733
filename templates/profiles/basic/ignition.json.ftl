<#-- The host's name, and who may log in. -->
<#import "../ignition.ftl" as ignition>
<@ignition.config/>
