package io.portage.config;

import java.io.Serializable;
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

  /**
   * Returns every user, password and Kafka property of the job by configuration key. Not all of
   * them are secret. The credentials of references that use the target's connection occur only
   * under {@code target}.
   */
  public Map<String, Secret> secrets() {
    Map<String, Secret> secrets = new LinkedHashMap<>();
    source
        .properties()
        .forEach((name, value) -> secrets.put("source.kafka.properties." + name, value));
    references.forEach(
        (name, reference) -> {
          if (reference.connection() != null) {
            put(secrets, "references." + name, reference.connection());
          }
        });
    put(secrets, "target", target.sink());
    return secrets;
  }

  private static void put(Map<String, Secret> secrets, String section, SinkConfig config) {
    for (Credential one : config.credentials()) {
      secrets.put(section + "." + config.provider() + "." + one.key(), one.value());
    }
  }
}
