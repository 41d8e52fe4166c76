package io.portage.config;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole job.
 *
 * @param name the job's name
 * @param source where changes come from
 * @param latest windows and lateness
 * @param references reference data by name, in file order
 * @param tables what goes where, in file order
 * @param target the database
 * @param deadLetters where to put what cannot be used
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
   * Every user, password and Kafka property of the job, by its key. Not all of them are secret;
   * what the references read over the target's connection stands only there.
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
    put(secrets, "target", target.jdbc());
    return secrets;
  }

  private static void put(Map<String, Secret> secrets, String key, JdbcConfig jdbc) {
    secrets.put(key + ".jdbc.user", jdbc.user());
    secrets.put(key + ".jdbc.password", jdbc.password());
  }
}
