package io.portage.launcher;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.config.routing.AmbiguousRouteException;
import io.portage.config.routing.TableRoutes;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option that selects some of a job's tables by their names. */
public final class TableOptions {
  @Option(
      names = "--table",
      paramLabel = "NAME",
      description = "Only this table, by its name in the source or in the target. Repeatable.")
  private List<String> names = new ArrayList<>();

  /** Returns the names; empty for all tables. */
  public List<String> names() {
    return names;
  }

  /** Returns true if a table of this name, in the source or in the target, is selected. */
  public boolean contains(String name) {
    return names.isEmpty() || names.contains(name);
  }

  /**
   * Returns the selected entries of the configuration.
   *
   * @throws CommandException if a name is that of no entry
   */
  public List<TableConfig> of(PortageConfig config) {
    for (String name : names) {
      if (config.tables().stream().noneMatch(table -> isNamed(table, name))) {
        throw unknown(name, "");
      }
    }
    return config.tables().stream()
        .filter(table -> contains(table.from()) || contains(table.to()))
        .toList();
  }

  /**
   * Ends the command if a name is that of no entry, and no pattern leads to it either.
   *
   * @throws CommandException with the name
   */
  public void requireRouted(PortageConfig config) {
    TableRoutes routes = TableRoutes.of(config.tables());
    for (String name : names) {
      if (config.tables().stream().noneMatch(table -> isNamed(table, name))
          && !isRouted(routes, name)) {
        throw unknown(name, ", and no pattern leads to it");
      }
    }
  }

  private static CommandException unknown(String name, String more) {
    return new CommandException(
        ExitCode.USAGE,
        "--table=" + name + ": no tables[].from or tables[].to has this name" + more);
  }

  private static boolean isRouted(TableRoutes routes, String name) {
    try {
      return routes.ofTarget(name).isPresent() || routes.find(name).isPresent();
    } catch (AmbiguousRouteException e) {
      return true; // reported as a problem of the table
    }
  }

  private static boolean isNamed(TableConfig table, String name) {
    return table.from().equals(name) || table.to().equals(name);
  }
}
