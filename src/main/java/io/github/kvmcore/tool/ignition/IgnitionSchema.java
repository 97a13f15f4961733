package io.github.kvmcore.tool.ignition;

import com.fasterxml.jackson.core.JsonToken;
import io.github.kvmcore.model.config.ConfigMistake;
import io.github.kvmcore.tool.JsonTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The fields of Ignition's specifications 3.0 to 3.6 and the types of their values, by which
 * unknown fields, values of another type and entries that are there twice are found.
 */
final class IgnitionSchema {
  private static final Pattern FIELD =
      Pattern.compile("(\\w+)=(\\w+)(?:\\[([\\w=]*)])?(?:@([0-9]))?");

  /**
   * A type of objects on each line. A field's type is {@code string}, {@code int}, {@code bool} or
   * an object's; {@code []} behind it makes a list, {@code [key]} a list of objects in which each
   * has a key of its own, {@code [=]} a list in which no text is there twice. {@code @2}: since
   * version 3.2. {@code +node}: with the fields of that type as well.
   */
  private static final Map<String, Map<String, Field>> TYPES =
      read(
          """
          config ignition=ignition kernelArguments=kargs@3 passwd=passwd storage=storage systemd=systemd
          ignition config=configs proxy=proxy@1 security=security timeouts=timeouts version=string
          configs merge=resource[source] replace=resource
          proxy httpProxy=string httpsProxy=string noProxy=string[=]
          security tls=tls
          tls certificateAuthorities=resource[source]
          timeouts httpResponseHeaders=int httpTotal=int
          resource compression=string httpHeaders=header[name]@1 source=string verification=verification
          verification hash=string
          header name=string value=string
          kargs shouldExist=string[=] shouldNotExist=string[=]
          passwd groups=group[name] users=user[name]
          group gid=int name=string passwordHash=string shouldExist=bool@2 system=bool
          user gecos=string groups=string[=] homeDir=string name=string noCreateHome=bool noLogInit=bool noUserGroup=bool passwordHash=string primaryGroup=string sshAuthorizedKeys=string[=] shell=string shouldExist=bool@2 system=bool uid=int
          storage directories=directory[path] disks=disk[device] files=file[path] filesystems=filesystem[device] links=link[path] luks=luks[name]@2 raid=raid[name]
          node group=owner overwrite=bool path=string user=owner
          owner id=int name=string
          directory mode=int +node
          file append=resource[] contents=resource mode=int +node
          link hard=bool target=string +node
          disk device=string partitions=partition[] wipeTable=bool
          partition guid=string label=string number=int resize=bool@2 shouldExist=bool sizeMiB=int startMiB=int typeGuid=string wipePartitionEntry=bool
          filesystem device=string format=string label=string mountOptions=string[]@1 options=string[] path=string uuid=string wipeFilesystem=bool
          luks cex=cex@5 clevis=clevis device=string discard=bool@4 keyFile=resource label=string name=string openOptions=string[]@4 options=string[] uuid=string wipeVolume=bool
          cex enabled=bool
          clevis custom=pin tang=tang[url] threshold=int tpm2=bool
          pin config=string needsNetwork=bool pin=string
          tang advertisement=string@4 thumbprint=string url=string
          raid devices=string[=] level=string name=string options=string[] spares=int
          systemd units=unit[name]
          unit contents=string dropins=dropin[name] enabled=bool mask=bool name=string
          dropin contents=string name=string
          """);

  private static final Map<String, JsonToken> SCALARS =
      Map.of("string", JsonToken.VALUE_STRING, "int", JsonToken.VALUE_NUMBER_INT);

  private final int minor;
  private final List<ConfigMistake> mistakes;

  /**
   * @param list null: not a list
   */
  private record Field(String type, @Nullable String list, int since) {}

  private IgnitionSchema(int minor, List<ConfigMistake> mistakes) {
    this.minor = minor;
    this.mistakes = mistakes;
  }

  private static Map<String, Map<String, Field>> read(String table) {
    Map<String, Map<String, Field>> types = new HashMap<>();
    for (String line : table.lines().toList()) {
      Map<String, Field> fields = new HashMap<>();
      List<String> words = List.of(line.split(" "));
      for (String word : words.subList(1, words.size())) {
        Matcher field = FIELD.matcher(word);
        if (field.matches()) {
          int since = field.group(4) == null ? 0 : Integer.parseInt(field.group(4));
          fields.put(field.group(1), new Field(field.group(2), field.group(3), since));
        } else {
          fields.putAll(types.getOrDefault(word.substring(1), Map.of()));
        }
      }
      types.put(words.get(0), fields);
    }
    return types;
  }

  /** Checks a whole config of version 3.{@code minor}. */
  static void check(JsonTree config, int minor, List<ConfigMistake> mistakes) {
    new IgnitionSchema(minor, mistakes).object(config, "config", "");
  }

  private void object(JsonTree object, String type, String path) {
    Map<String, Field> fields = TYPES.getOrDefault(type, Map.of());
    object
        .fields()
        .forEach(
            (name, value) -> {
              String place = path.isEmpty() ? name : path + "." + name;
              Field field = fields.get(name);
              if (field == null) {
                wrong(value, place, "no such field" + hint(name, fields.keySet()));
              } else if (field.since() > minor) {
                wrong(value, place, "no such field before version 3." + field.since() + ".0");
              } else if (!value.isNull()) {
                field(value, field, place);
              }
            });
  }

  private void wrong(JsonTree value, String path, String problem) {
    mistakes.add(new ConfigMistake(value.line(), path + ": " + problem));
  }

  private static String hint(String name, Set<String> known) {
    return known.stream()
        .filter(
            it ->
                it.equalsIgnoreCase(name)
                    || it.equalsIgnoreCase(name + "s")
                    || name.equalsIgnoreCase(it + "s")
                    || it.equalsIgnoreCase(name.replaceAll("[-_]", "")))
        .findFirst()
        .map(it -> "; did you mean " + it + "?")
        .orElse("");
  }

  private void field(JsonTree value, Field field, String path) {
    if (field.list() == null) {
      value(value, field.type(), path);
    } else if (value.kind() != JsonToken.START_ARRAY) {
      wrong(value, path, "must be a list");
    } else {
      Map<String, String> keys = new HashMap<>();
      int number = 0;
      for (JsonTree item : value.items()) {
        String place = path + "." + number++;
        value(item, field.type(), place);
        boolean text = field.list().equals("=");
        String first = keys.putIfAbsent(text ? item.text() : item.text(field.list()), place);
        if (first != null && !field.list().isEmpty()) {
          wrong(item, place, "the same " + (text ? "text" : field.list()) + " as " + first);
        }
      }
    }
  }

  private void value(JsonTree value, String type, String path) {
    if (type.equals("bool")) {
      if (!value.kind().isBoolean()) {
        wrong(value, path, "must be true or false");
      }
    } else if (type.equals("int") && value.kind() != SCALARS.get(type)) {
      boolean octal = path.endsWith(".mode") && value.text().matches("0?[0-7]{3,4}");
      String mode = octal ? ": write " + Integer.parseInt(value.text(), 8) : "";
      wrong(value, path, "must be a whole number, without quotes" + mode);
    } else if (type.equals("string") && value.kind() != SCALARS.get(type)) {
      wrong(value, path, "must be a string in quotes");
    } else if (!SCALARS.containsKey(type) && !value.isObject()) {
      wrong(value, path, "must be an object");
    } else if (value.isObject()) {
      object(value, type, path);
    }
  }
}
