package io.portage.launcher.assess;

import io.portage.assess.Assessment;
import io.portage.assess.report.ConnectorJson;
import io.portage.assess.report.RunBook;
import io.portage.config.ConfigException;
import io.portage.config.FileLocation;
import io.portage.config.JdbcConfig;
import io.portage.config.PortageConfig;
import io.portage.config.SourceConfig.DatabaseConfig;
import io.portage.config.TableConfig;
import io.portage.config.reading.ConfigReader;
import io.portage.config.routing.AmbiguousRouteException;
import io.portage.config.routing.TableRoutes;
import io.portage.ddl.JobTables;
import io.portage.ddl.SampledTable;
import io.portage.ddl.SourceSample;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import io.portage.launcher.ddl.DdlText;
import io.portage.launcher.init.TableEntries;
import io.portage.target.Dialect;
import io.portage.target.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The files that an assessment writes: the job's configuration, completed by the tables that its
 * topics have and it does not name; the target's tables; the connector; and the run book.
 */
final class JobFiles {
  private final Path yaml;
  private final Path sql;
  private final Path connector;
  private final Path runBook;

  private JobFiles(Path folder, String name) {
    yaml = folder.resolve(name + ".yaml");
    sql = folder.resolve(name + ".sql");
    connector = folder.resolve(name + "-connector.json");
    runBook = folder.resolve(name + "-runbook.md");
  }

  /**
   * Returns the files of a job in a folder.
   *
   * @throws CommandException if one of them exists, or if the job's name is no name of a file
   */
  static JobFiles in(Path folder, String name) {
    if (name.contains("/") || name.contains("\\")) {
      throw new CommandException(
          ExitCode.USAGE, "--write: the job's name " + name + " is no name of a file");
    }
    JobFiles files = new JobFiles(folder, name);
    for (Path file : List.of(files.yaml, files.sql, files.connector, files.runBook)) {
      if (Files.exists(file)) {
        throw new CommandException(ExitCode.USAGE, file + " exists and is not replaced");
      }
    }
    return files;
  }

  /**
   * Writes the files.
   *
   * @param location the job's configuration
   * @param config the same, with a list of topics
   * @return the files' names, for display
   * @throws ConfigException if the completed configuration is not valid
   * @throws io.portage.kafka.KafkaUnavailableException if the brokers do not answer
   */
  String write(
      String location, PortageConfig config, Assessment assessment, int samples, Clock clock)
      throws IOException, ConfigException {
    SourceSample sample = SourceSample.read(config, samples, clock);
    JobYamlCopy copy = new JobYamlCopy(FileLocation.text(location), config);
    String text =
        copy.completed(
            TableEntries.of(unnamed(config, sample), taken(config), config.source().format()));
    List<Path> written = new ArrayList<>();
    Path folder = yaml.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(yaml, text);
    written.add(yaml);
    PortageConfig completed = ConfigReader.read(yaml, copy.environment(System.getenv()));
    if (completed.target().sink() instanceof JdbcConfig jdbc) {
      Dialect dialect = Dialects.of(jdbc.url());
      if (dialect.definitions().isPresent()) {
        JobTables tables = JobTables.of(completed, dialect, sample, name -> true);
        Files.writeString(sql, DdlText.of(tables, dialect.definitions().get()));
        written.add(sql);
      }
    }
    DatabaseConfig database = completed.source().database();
    String json =
        database == null
            ? ""
            : ConnectorJson.of(
                assessment.facts(),
                database.connection().url(),
                completed.source().bootstrapServers());
    if (!json.isEmpty()) {
      Files.writeString(connector, json);
      written.add(connector);
    }
    Files.writeString(
        runBook,
        RunBook.of(
            assessment,
            yaml.getFileName().toString(),
            sql.getFileName().toString(),
            json.isEmpty() ? "" : connector.getFileName().toString()));
    written.add(runBook);
    return String.join(", ", written.stream().map(Path::toString).toList());
  }

  /** Returns the tables of the records that no entry of the configuration takes. */
  private static Map<String, SampledTable> unnamed(PortageConfig config, SourceSample sample) {
    TableRoutes routes = TableRoutes.of(config.tables());
    Map<String, SampledTable> tables = new TreeMap<>();
    sample
        .tables()
        .forEach(
            (from, table) -> {
              // Without a key there is no entry that would be valid; the findings name the table.
              if (!table.key().isEmpty() && !isRouted(routes, from)) {
                tables.put(from, table);
              }
            });
    return tables;
  }

  private static boolean isRouted(TableRoutes routes, String from) {
    try {
      return routes.find(from).isPresent();
    } catch (AmbiguousRouteException e) {
      return true; // the configuration has to be mended first; the findings say so
    }
  }

  private static Set<String> taken(PortageConfig config) {
    Set<String> taken = new HashSet<>();
    for (TableConfig table : config.tables()) {
      taken.add(table.to());
    }
    return taken;
  }
}
