package io.portage.config;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration of a job.
 *
 * @param name the job's name
 * @param source the Kafka source
 * @param latest windows, lateness and shards
 * @param references reference data by name, in file order
 * @param tables the tables with their columns, in file order
 * @param target the target
 * @param deadLetters the destination of dead letters
 */
public record PortageConfig(
    String name,
    SourceConfig source,
    LatestConfig latest,
    Map<String, ReferenceConfig> references,
    List<TableConfig> tables,
    TargetConfig target,
    DeadLetterConfig deadLetters)
    implements Serializable {
  private static final String DATABASE = "source." + SourceConfig.DatabaseConfig.SECTION;

  /** Returns a copy with another source. */
  public PortageConfig withSource(SourceConfig other) {
    return new PortageConfig(name, other, latest, references, tables, target, deadLetters);
  }

  /** Returns a copy with other tables. */
  public PortageConfig withTables(List<TableConfig> others) {
    return new PortageConfig(name, source, latest, references, others, target, deadLetters);
  }

  /**
   * Returns every user, password and Kafka property of the job by configuration key. Not all of
   * them are secret. The credentials of references that use the target's connection occur only
   * under {@code target}.
   */
  public Map<String, Secret> secrets() {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    source
        .kafka()
        .properties()
        .forEach((name, value) -> secrets.put("source.kafka.properties." + name, value));
    credentials().forEach(credential -> secrets.put(credential.key(), credential.value()));
    return secrets;
  }

  /** Returns the target tables that the configuration names, each once, without patterns. */
  public List<String> targetNames() {
    return tables.stream()
        .filter(table -> !table.route().isPattern())
        .map(TableConfig::to)
        .distinct()
        .toList();
  }

  /**
   * Returns the credentials of the format, the source's database, the references and the target, by
   * their configuration keys.
   */
  public List<Credential> credentials() {
    List<Credential> credentials = new ArrayList<>();
    add(credentials, "source", source.format().credentials());
    if (source.database() != null) {
      add(credentials, DATABASE, source.database().connection().credentials());
      if (source.database().connect() != null) {
        add(credentials, DATABASE, source.database().connect().credentials());
      }
    }
    references.forEach(
        (name, reference) ->
            add(credentials, section(name, reference), reference.source().credentials()));
    add(credentials, "target." + target.sink().provider(), target.sink().credentials());
    return credentials;
  }

  /**
   * Returns the URLs of the format, the source's database, the references and the target by
   * configuration key.
   */
  public Map<String, String> urls() {
    Map<String, String> urls = new LinkedHashMap<>();
    put(urls, "source", source.format().urls());
    if (source.database() != null) {
      put(urls, DATABASE, source.database().connection().urls());
    }
    references.forEach(
        (name, reference) -> put(urls, section(name, reference), reference.source().urls()));
    put(urls, "target." + target.sink().provider(), target.sink().urls());
    return urls;
  }

  /** Returns the locations of the files that the workers read, by configuration key. */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    references.forEach(
        (name, reference) -> put(files, section(name, reference), reference.source().files()));
    return files;
  }

  private static String section(String name, ReferenceConfig reference) {
    return "references." + name + "." + reference.section();
  }

  private static void add(List<Credential> all, String section, List<Credential> some) {
    for (Credential one : some) {
      all.add(new Credential(join(section, one.key()), one.value(), one.confidential()));
    }
  }

  private static void put(Map<String, String> all, String section, Map<String, String> some) {
    some.forEach((key, value) -> all.put(join(section, key), value));
  }

  private static String join(String section, String key) {
    return key.isEmpty() ? section : section + "." + key;
  }
}
