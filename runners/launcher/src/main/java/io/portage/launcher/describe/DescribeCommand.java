package io.portage.launcher.describe;

import io.portage.config.ConfigException;
import io.portage.config.JdbcConfig;
import io.portage.config.JdbcUrl;
import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import io.portage.launcher.JobOptions;
import io.portage.launcher.TableOptions;
import io.portage.launcher.output.OutputOptions;
import io.portage.launcher.output.TextTable;
import io.portage.target.JdbcTargetTables;
import io.portage.target.TargetTable;
import io.portage.target.TargetTables;
import io.portage.target.connection.ConnectionProbe;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
  @Spec private CommandSpec spec;

  @Mixin private JobOptions job = new JobOptions();

  @Mixin private TableOptions tables = new TableOptions();

  @Option(names = "--offline", description = "Do not read the target's catalog: no types.")
  private boolean offline;

  @Mixin private OutputOptions output = new OutputOptions();

  @Unmatched private List<String> beamOptions = new ArrayList<>();

  @Override
  public Integer call() throws ConfigException {
    PortageConfig config = job.read(beamOptions);
    List<TableDescription> descriptions = describe(config, tables.of(config));
    PrintWriter out = spec.commandLine().getOut();
    output.print(out, descriptions, () -> text(descriptions));
    return ExitCode.OK;
  }

  private List<TableDescription> describe(PortageConfig config, List<TableConfig> selected) {
    if (offline || !(config.target().sink() instanceof JdbcConfig jdbc)) {
      return selected.stream().map(table -> TableDescription.of(table, null)).toList();
    }
    requireReachable(jdbc);
    try (TargetTables catalog = JdbcTargetTables.open(config.target())) {
      return selected.stream()
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
    String problem = ConnectionProbe.problemOf(target);
    if (problem != null) {
      throw new CommandException(
          ExitCode.FAILED,
          JdbcUrl.show(target.url())
              + ": "
              + problem
              + " (--offline describes the tables without their types)");
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
