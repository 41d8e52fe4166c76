package io.portage.launcher.describe;

import io.portage.config.ConfigException;
import io.portage.config.JdbcConfig;
import io.portage.config.JdbcUrl;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.launcher.CommandException;
import io.portage.launcher.Configurations;
import io.portage.launcher.ExitCode;
import io.portage.launcher.demo.TextTable;
import io.portage.launcher.inspect.Answers;
import io.portage.launcher.inspect.OutputFormat;
import io.portage.target.JdbcTargetTables;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.connection.JdbcDrivers;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** Prints how the source's columns become the target's. */
@Command(
    name = "describe",
    description = "Prints for each table where every target column comes from, and its type.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Reads the target's catalog and neither the topics nor any row. The tables of a pattern are",
      "not looked up: their entry is printed as it is."
    })
public final class DescribeCommand implements Callable<Integer> {
  private static final int CONNECT_SECONDS = 15;

  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      description = "The job's YAML file, on this machine or e.g. at gs://bucket/job.yaml.")
  private String file;

  @Option(
      names = "--table",
      description = "Only this table, by its name in the source or in the target. Repeatable.")
  private List<String> only = new ArrayList<>();

  @Option(names = "--offline", description = "Do not read the target's catalog: no types.")
  private boolean offline;

  @Option(
      names = "--format",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private OutputFormat format;

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  @Override
  public Integer call() throws ConfigException {
    PortageConfig config = Configurations.read(file, beamOptions);
    List<TableConfig> tables =
        config.tables().stream()
            .filter(
                table -> only.isEmpty() || only.contains(table.from()) || only.contains(table.to()))
            .toList();
    if (tables.isEmpty()) {
      throw new CommandException(
          ExitCode.USAGE, "--table: no tables[].from or tables[].to has the name " + only);
    }
    List<TableDescription> descriptions = describe(config, tables);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        format == OutputFormat.JSON ? Answers.indented(descriptions) + "\n" : text(descriptions));
    out.flush();
    return ExitCode.OK;
  }

  private List<TableDescription> describe(PortageConfig config, List<TableConfig> tables) {
    if (offline || !(config.target().sink() instanceof JdbcConfig jdbc)) {
      return tables.stream().map(table -> TableDescription.of(table, null)).toList();
    }
    requireReachable(jdbc);
    try (TargetTables catalog = JdbcTargetTables.open(config.target())) {
      return tables.stream()
          .map(table -> TableDescription.of(table, find(catalog, table)))
          .toList();
    }
  }

  private static @Nullable TargetTable find(TargetTables catalog, TableConfig table) {
    return table.route().isPattern()
        ? null
        : catalog.find(table.to()).orElse(TargetTable.of(table.to(), List.of(), List.of()));
  }

  /** Fails at once if the database does not answer; the catalog would wait for it. */
  private static void requireReachable(JdbcConfig target) {
    DriverManager.setLoginTimeout(CONNECT_SECONDS);
    try (Connection probe = JdbcDrivers.connect(target)) {
      if (!probe.isValid(CONNECT_SECONDS)) {
        throw new CommandException(ExitCode.FAILED, "the connection to the target is not valid");
      }
    } catch (SQLException refused) {
      throw new CommandException(
          ExitCode.FAILED,
          JdbcUrl.show(target.url())
              + ": "
              + JdbcUrl.showIn(String.valueOf(refused.getMessage()))
              + " (--offline describes the tables without their types)",
          refused);
    }
  }

  private static String text(List<TableDescription> tables) {
    StringBuilder text = new StringBuilder();
    for (TableDescription table : tables) {
      text.append(table.from()).append(" -> ").append(table.to());
      text.append(
          table.key().isEmpty()
              ? "  key: the target's primary key\n"
              : "  key: " + String.join(", ", table.key()) + "\n");
      table
          .rules()
          .forEach((name, value) -> text.append("  ").append(name + ": " + value).append('\n'));
      List<List<String>> rows = new ArrayList<>();
      for (ColumnDescription column : table.columns()) {
        rows.add(
            List.of(
                column.column(),
                column.source(),
                column.type(),
                String.join(", ", column.notes())));
      }
      text.append(TextTable.render(List.of("target column", "source", "type", ""), rows));
      text.append('\n');
    }
    return text.toString();
  }
}
