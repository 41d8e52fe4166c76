package io.portage.config.reading;

import io.portage.config.ConfigException;
import io.portage.config.DeadLetterConfig;
import io.portage.config.JdbcConfig;
import io.portage.config.LatestConfig;
import io.portage.config.PortageConfig;
import io.portage.config.ReferenceConfig;
import io.portage.config.SourceConfig;
import io.portage.config.TableConfig;
import io.portage.config.TargetConfig;
import io.portage.config.yaml.ConfigErrors;
import io.portage.config.yaml.EnvironmentSubstitution;
import io.portage.config.yaml.YamlContext;
import io.portage.config.yaml.YamlFile;
import io.portage.config.yaml.YamlMapping;
import io.portage.config.yaml.YamlValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a job's YAML file and checks it as a whole.
 *
 * <p>Everything that needs no connection is checked: the structure, values, references between
 * sections, expressions, and the files that the configuration names. The existence of topics,
 * tables and columns is not checked.
 *
 * <p>{@code ${NAME}} and {@code ${NAME:-default}} in any key or value are replaced by environment
 * variables, {@code $$} by a dollar sign. The substitution follows the parsing, so it cannot change
 * the file's structure. Paths are relative to the working directory. Secrets that the file only
 * refers to are not read.
 */
public final class ConfigReader {
  private ConfigReader() {}

  /**
   * Reads {@code file}.
   *
   * @param environment the environment variables, usually {@link System#getenv()}
   * @throws ConfigException with every error of the file, each with its line and key
   */
  public static PortageConfig read(Path file, Map<String, String> environment)
      throws ConfigException {
    return read(file.toString(), environment);
  }

  /**
   * Reads a file on any of Beam's file systems, such as {@code gs://bucket/job.yaml}. Call {@code
   * FileSystems.setDefaultPipelineOptions} before.
   *
   * @param environment the environment variables, usually {@link System#getenv()}
   * @throws ConfigException with every error of the file, each with its line and key
   */
  public static PortageConfig read(String file, Map<String, String> environment)
      throws ConfigException {
    ConfigErrors problems = new ConfigErrors(file);
    YamlContext yamlContext = new YamlContext(problems, new EnvironmentSubstitution(environment));
    Optional<Node> root = YamlFile.read(file, problems);
    problems.throwIfNotEmpty();

    Node top = root.orElseThrow();
    PortageConfig config =
        job(new YamlValue(yamlContext, "", "", top.getStartMark(), top).section());
    problems.throwIfNotEmpty();
    return config;
  }

  private static PortageConfig job(YamlMapping root) {
    String name = root.required("name").text();
    SourceConfig source = SourceReader.read(root.required("source").section());
    ReferencesReader references = ReferencesReader.read(root.optional("references").section());
    List<TableConfig> tables =
        TablesReader.read(
            root.required("tables"), root.optional("tableDefaults").section(), source, references);
    LatestConfig latest = LatestReader.read(root.optional("latest").section(), tables);
    TargetConfig target = TargetReader.read(root.required("target").section());
    if (!(target.sink() instanceof JdbcConfig)) {
      requireOwnConnections(references.configs(), root.optional("references").section());
    }
    DeadLetterConfig deadLetters =
        DeadLetterReader.read(root.required("deadLetters"), source.topics());
    root.finish();
    if (deadLetters instanceof DeadLetterConfig.KafkaDeadLetters kafka) {
      source = source.excluding(kafka.topic());
    }
    return new PortageConfig(
        name, source, latest, references.configs(), tables, target, deadLetters);
  }

  /** A query without a connection of its own is sent to the target, if that is a database. */
  private static void requireOwnConnections(
      Map<String, ReferenceConfig> references, YamlMapping section) {
    references.forEach(
        (name, reference) -> {
          if (reference.source().readsTarget()) {
            section
                .optional(name)
                .reject(
                    reference.section()
                        + " needs url, user and password: the target is not a JDBC database");
          }
        });
  }
}
