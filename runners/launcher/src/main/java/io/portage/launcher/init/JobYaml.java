package io.portage.launcher.init;

import io.portage.config.FormatConfig;
import io.portage.config.TableConfig.VersionOrder;
import io.portage.ddl.SampledTable;
import io.portage.model.schema.SourceColumn;
import io.portage.model.schema.SourceTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The text of a job's configuration, with comments.
 *
 * @param name the job's name
 * @param bootstrap the brokers
 * @param topics the topics
 * @param properties Kafka's client properties, as the user gave them
 * @param format the format's name
 * @param settings further keys of {@code source} and their values in YAML
 * @param url the target's URL in YAML
 */
record JobYaml(
    String name,
    String bootstrap,
    List<String> topics,
    Map<String, String> properties,
    String format,
    Map<String, String> settings,
    String url) {
  /** Returns a configuration whose source is complete, with any table. */
  String draft(String from) {
    return head() + table(from, "draft", List.of("id"), "") + tail();
  }

  /**
   * Returns the configuration.
   *
   * @param tables the source's tables by {@code tables[].from}
   * @param keys the key's columns by {@code tables[].from}
   */
  String text(
      Map<String, SampledTable> tables, Map<String, List<String>> keys, FormatConfig settled) {
    StringBuilder text = new StringBuilder(head());
    Map<String, String> targets = targets(tables.keySet());
    tables.forEach(
        (from, sample) -> {
          text.append(
              entry(
                  from,
                  targets.getOrDefault(from, from),
                  keys.getOrDefault(from, List.of()),
                  sample,
                  settled));
        });
    return text + tail();
  }

  /** Returns the entry of {@code tables} for a table, with comments, indented by two spaces. */
  static String entry(
      String from, String to, List<String> key, SampledTable sample, FormatConfig settled) {
    boolean time =
        settled.tableDefaults().order() == VersionOrder.POSITION && !sample.hasPositions();
    return comment(sample)
        + table(
            from,
            to,
            key,
            metadata(sample.table())
                + (time
                    ? "    order: time                # the records have no position in the"
                        + " source's log\n"
                    : ""));
  }

  private String head() {
    StringBuilder text = new StringBuilder();
    text.append("# All keys: pipeline/docs/configuration.md\n");
    text.append("name: ").append(YamlText.of(name)).append('\n');
    text.append("source:\n  kafka:\n    bootstrapServers: ").append(YamlText.of(bootstrap));
    text.append("\n    topics: ").append(YamlText.list(topics));
    text.append("\n    groupId: ").append(YamlText.of("portage-" + name));
    text.append(
        "\n    startFrom: committed         # earliest where the group has committed nothing\n");
    if (!properties.isEmpty()) {
      text.append("    properties:\n");
      properties.forEach(
          (key, value) ->
              text.append("      ")
                  .append(YamlText.of(key))
                  .append(": ")
                  .append(YamlText.of(value))
                  .append('\n'));
    }
    text.append("  format: ").append(YamlText.of(format)).append('\n');
    settings.forEach((key, value) -> text.append("  " + key + ": " + value + "\n"));
    return text.append("tables:\n").toString();
  }

  private static String table(String from, String to, List<String> key, String more) {
    return "  - from: "
        + YamlText.of(from)
        + "\n    to: "
        + YamlText.of(to)
        + "\n    key: "
        + YamlText.list(key)
        + "\n    deletes: hard              # hard | soft: the row is marked in metadata.deleted\n"
        + (more.isEmpty() ? "    metadata: {version: portage_version}\n" : more);
  }

  private static String comment(SampledTable sample) {
    SourceTable table = sample.table();
    String columns =
        table.columns().stream().map(SourceColumn::name).collect(Collectors.joining(", "));
    return "  # Columns: "
        + columns.replaceAll("\\p{Cntrl}", " ")
        + "\n  # "
        + (table.declared()
            ? "Their types are those of the records' schemas."
            : "The records have no schema: the target's types are derived from the values of "
                + sample.records()
                + " of them. Check them.")
        + "\n";
  }

  /** The version's column has a name that no source column has. */
  private static String metadata(SourceTable table) {
    String version = "portage_version";
    while (table.column(version) != null) {
      version += "_";
    }
    return "    metadata: {version: "
        + version
        + "}   # also deleted, sourceTime, appliedTime, ...\n";
  }

  private String tail() {
    return """
        target:
          jdbc:
            url: %s
            user: ${PORTAGE_JDBC_USER:-portage}
            password: {env: PORTAGE_JDBC_PASSWORD}
        deadLetters:
          files: %s    # or kafka: {topic: ...}
        """
        .formatted(url, YamlText.of("dead-letters/" + name));
  }

  /** The last part of each name; with its owner where that is not enough to tell them apart. */
  private static Map<String, String> targets(Set<String> sources) {
    return targets(sources, Set.of());
  }

  /** As above, without names that are taken already. */
  static Map<String, String> targets(Set<String> sources, Set<String> others) {
    Map<String, List<String>> byLast = new LinkedHashMap<>();
    sources.forEach(
        from -> byLast.computeIfAbsent(identifier(last(from)), to -> new ArrayList<>()).add(from));
    Map<String, String> targets = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>(others);
    byLast.forEach(
        (to, all) -> {
          for (String from : all) {
            String target = all.size() == 1 ? to : identifier(from);
            while (!taken.add(target)) {
              target += "_";
            }
            targets.put(from, target);
          }
        });
    return targets;
  }

  private static String last(String from) {
    return from.substring(from.lastIndexOf('.') + 1);
  }

  private static String identifier(String name) {
    String plain = name.replaceAll("[^\\p{L}\\p{N}_]", "_");
    return plain.isEmpty() ? "rows" : plain;
  }
}
