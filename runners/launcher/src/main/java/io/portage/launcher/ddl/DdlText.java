package io.portage.launcher.ddl;

import io.portage.ddl.JobTables;
import io.portage.target.definition.DefinitionDialect;
import java.util.stream.Collectors;

/** The statements that create a job's tables, as an SQL file. */
public final class DdlText {
  private DdlText() {}

  /** Returns the statements in the order of the tables; empty if there are none. */
  public static String of(JobTables tables, DefinitionDialect dialect) {
    return tables.tables().stream()
        .map(table -> dialect.createTable(table) + ";\n")
        .collect(Collectors.joining("\n"));
  }
}
