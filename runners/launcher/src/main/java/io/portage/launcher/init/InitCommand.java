package io.portage.launcher.init;

import io.portage.config.ConfigException;
import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.config.routing.TableRoutes;
import io.portage.ddl.JobTables;
import io.portage.ddl.SampledTable;
import io.portage.ddl.SourceSample;
import io.portage.kafka.LastRecords;
import io.portage.kafka.TopicAdmin;
import io.portage.kafka.TopicMissingException;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import io.portage.launcher.ddl.DdlText;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Writes a job's configuration and its target's tables from the records of topics. */
@Command(
    name = "init",
    description = "Writes a configuration and CREATE TABLE for topics, from their last records.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Without --write both are printed. The format is found only for JSON records with Debezium's",
      "structure (op and source) or the plain envelope's; name any other one with --format, and",
      "give its settings with --source, e.g. --source='avroSchema=orders.avsc'."
    })
public final class InitCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final String VARIABLE = "PORTAGE_JDBC_URL";
  private static final String LOCAL = "jdbc:postgresql://localhost:5432/postgres";

  @Spec private CommandSpec spec;

  @Option(names = "--topic", required = true, description = "A topic to read. Repeatable.")
  private List<String> topics = new ArrayList<>();

  @Option(names = "--bootstrap", required = true, description = "host:port of a broker.")
  private String bootstrap;

  @Option(names = "--format", description = "The format of values, e.g. debezium-avro.")
  private @Nullable String format;

  @Option(
      names = "--source",
      description = "A key below source and its value in YAML, as KEY=VALUE. Repeatable.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(names = "--property", description = "A Kafka client property, as KEY=VALUE. Repeatable.")
  private Map<String, String> properties = new LinkedHashMap<>();

  @Option(
      names = "--key",
      description = "The key's columns of a table whose records have none, as TABLE=COLUMN,COLUMN.")
  private Map<String, String> keys = new LinkedHashMap<>();

  @Option(names = "--name", description = "The job's name (default: after the first topic).")
  private @Nullable String name;

  @Option(
      names = "--target",
      description =
          "The target's URL. Without it the configuration refers to the variable PORTAGE_JDBC_URL,"
              + " whose default is "
              + LOCAL
              + ". It is not connected to.")
  private @Nullable String target;

  @Option(
      names = "--records",
      defaultValue = "100",
      description = "How many of the last records of a topic to read (default: ${DEFAULT-VALUE}).")
  private int records;

  @Option(names = "--write", description = "The folder for NAME.yaml and NAME.sql.")
  private @Nullable Path folder;

  @Override
  public Integer call() throws IOException {
    if (records < 1) {
      throw new CommandException(ExitCode.USAGE, "--records must be at least 1");
    }
    Dialect dialect =
        Dialects.find(url(System.getenv()))
            .filter(known -> known.definitions().isPresent())
            .orElseThrow(
                () ->
                    new CommandException(
                        ExitCode.USAGE,
                        (target == null ? VARIABLE : "--target")
                            + ": not the URL of a supported database"));
    requireTopics();
    JobYaml job = job(format == null ? detect() : format);
    SourceConfig source = source(job);
    SourceSample sample =
        SourceSample.read(
            source,
            source.format().create(source.unavailableValuePlaceholder()),
            TableRoutes.of(List.of()),
            records,
            Clock.systemUTC());
    requireChanges(sample);
    String yaml = job.text(sample.tables(), keys(sample.tables()), source.format());
    JobTables tables = JobTables.of(read(yaml), dialect, sample, table -> true);
    write(job.name(), yaml, DdlText.of(tables, dialect.definitions().orElseThrow()));
    return ExitCode.OK;
  }

  private JobYaml job(String known) {
    String last = topics.get(0).substring(topics.get(0).lastIndexOf('.') + 1);
    return new JobYaml(
        name == null ? last : name, bootstrap, topics, properties, known, settings, urlText());
  }

  private String url(Map<String, String> environment) {
    return target == null ? environment.getOrDefault(VARIABLE, LOCAL) : target;
  }

  /** Returns the URL as the configuration has it; one of the environment may have a password. */
  private String urlText() {
    return target == null ? "${" + VARIABLE + ":-" + LOCAL + "}" : YamlText.of(target);
  }

  private void requireTopics() throws IOException {
    try (TopicAdmin cluster =
        TopicAdmin.open(source(job(format == null ? "envelope-json" : format)))) {
      cluster.topics(topics);
    } catch (TopicMissingException e) {
      throw new CommandException(ExitCode.CHECK_FAILED, "--topic: " + e.getMessage(), e);
    }
  }

  private String detect() throws IOException {
    FormatDetection detection = new FormatDetection();
    SourceConfig source = source(job("envelope-json"));
    try (LastRecords last = LastRecords.open(source, Clock.systemUTC())) {
      for (String topic : topics) {
        last.forEach(topic, records, PATIENCE, record -> detection.add(record.value()));
      }
    }
    return detection.format();
  }

  /** Formats differ in what names a table: the topic, or a schema and a table. */
  private static SourceConfig source(JobYaml job) throws IOException {
    String topic = job.topics().get(0);
    try {
      return read(job.draft(topic)).source();
    } catch (CommandException e) {
      return read(job.draft("schema." + topic)).source();
    }
  }

  private static void requireChanges(SourceSample sample) {
    List<String> problems = new ArrayList<>();
    sample
        .changes()
        .forEach(
            (topic, changes) -> {
              String error = sample.malformed().get(topic);
              if (changes == 0) {
                problems.add(
                    "topic "
                        + topic
                        + (error == null
                            ? " has no change of a row among its last records"
                            : " is not of this format: " + error));
              }
            });
    if (!problems.isEmpty()) {
      throw new CommandException(ExitCode.CHECK_FAILED, String.join("\n  ", problems));
    }
  }

  /** Returns the key's columns by table: those that the user gave, or else those of the records. */
  private Map<String, List<String>> keys(Map<String, SampledTable> tables) {
    Map<String, List<String>> known = new LinkedHashMap<>();
    tables.forEach(
        (from, table) -> {
          String given = keys.get(from);
          List<String> key = given == null ? table.key() : List.of(given.split(","));
          if (key.isEmpty()) {
            throw new CommandException(
                ExitCode.USAGE,
                "the keys of the records of "
                    + from
                    + " name no columns: name them with --key="
                    + from
                    + "=COLUMN,COLUMN");
          }
          known.put(from, key);
        });
    for (String given : keys.keySet()) {
      if (!tables.containsKey(given)) {
        throw new CommandException(
            ExitCode.USAGE, "--key=" + given + ": the records have no such table");
      }
    }
    return known;
  }

  /** Reads a configuration through the reader of files, so that it is checked as one. */
  private static PortageConfig read(String yaml) throws IOException {
    Path file = Files.createTempFile("portage-init", ".yaml");
    try {
      return ConfigReader.read(Files.writeString(file, yaml), System.getenv());
    } catch (ConfigException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "these options make no valid configuration:\n  "
              + String.valueOf(e.getMessage()).replace(file.toString(), "line"),
          e);
    } finally {
      Files.delete(file);
    }
  }

  private void write(String job, String yaml, String sql) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (folder == null) {
      out.print(yaml);
      out.println("# ---- The target's tables:");
      out.print(sql);
      out.flush();
      return;
    }
    Path config = folder.resolve(job + ".yaml");
    Path tables = folder.resolve(job + ".sql");
    for (Path file : List.of(config, tables)) {
      if (Files.exists(file)) {
        throw new CommandException(ExitCode.USAGE, file + " exists and is not replaced");
      }
    }
    Files.createDirectories(folder);
    Files.writeString(config, yaml);
    Files.writeString(tables, sql);
    out.println("Wrote " + config + " and " + tables + ". Next: apply the SQL, then");
    out.println("  portage check --config=" + config);
    out.flush();
  }
}
