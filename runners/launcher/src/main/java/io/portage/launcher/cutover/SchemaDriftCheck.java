package io.portage.launcher.cutover;

import io.portage.config.ColumnConfig;
import io.portage.config.ColumnDrift.UnknownColumnPolicy;
import io.portage.config.TableConfig;
import io.portage.source.SourceDatabase;
import io.portage.target.TargetColumn;
import io.portage.target.TargetTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The source's columns are those that the configuration maps and the target has, and, compared with
 * an earlier report, they are the same as then.
 */
final class SchemaDriftCheck implements CutoverCheck {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private final Optional<SourceDatabase> source;
  private final List<TablePair> pairs;
  private final TargetTablesOfJob target;
  private final Map<String, List<String>> earlier;
  private final Map<String, List<String>> columns = new TreeMap<>();

  /**
   * @param earlier the columns of source tables in an earlier report; empty if there is none
   */
  SchemaDriftCheck(
      Optional<SourceDatabase> source,
      List<TablePair> pairs,
      TargetTablesOfJob target,
      Map<String, List<String>> earlier) {
    this.source = source;
    this.pairs = pairs;
    this.target = target;
    this.earlier = earlier;
  }

  @Override
  public String id() {
    return "schema-drift";
  }

  @Override
  public String title() {
    return "The source's columns are those that the configuration maps";
  }

  /** Returns the columns of the source tables that the last run has found, with their types. */
  Map<String, List<String>> columns() {
    return columns;
  }

  @Override
  public CheckOutcome run() throws SQLException {
    columns.clear();
    if (source.isEmpty()) {
      return CheckOutcome.undecided("source.jdbc is not configured");
    }
    if (target.dialect().isEmpty()) {
      return CheckOutcome.undecided("the target is not a database");
    }
    List<CutoverFinding> findings = new ArrayList<>();
    try (Connection from = source.get().connect(LONGEST);
        Connection to = target.connect()) {
      for (TablePair pair : pairs) {
        Optional<TargetTable> of = source.get().dialect().describe(from, pair.source());
        Optional<TargetTable> in = target.dialect().get().describe(to, pair.target());
        if (of.isEmpty() || in.isEmpty()) {
          findings.add(
              new CutoverFinding(
                  "schema-drift:" + pair.source(),
                  of.isEmpty()
                      ? "does not exist at the source, or is not visible"
                      : "has no target: " + pair.target() + " does not exist",
                  of.isEmpty() ? "see source.jdbc.tables" : "portage ddl prints it"));
          continue;
        }
        columns.put(pair.source(), of.get().columns().values().stream().map(this::text).toList());
        findings.addAll(compare(pair, of.get(), in.get()));
      }
    }
    findings.addAll(changes(earlier, columns));
    return CheckOutcome.of(
        List.of(
            pairs.size()
                + " source tables"
                + (earlier.isEmpty()
                    ? "; without an earlier report (--since), a new column that the configuration"
                        + " does not name is not noticed"
                    : "; compared with the earlier report")),
        findings);
  }

  private String text(TargetColumn column) {
    return column.name()
        + " "
        + column.type()
        + (column.length() == 0 ? "" : "(" + column.length() + "," + column.scale() + ")")
        + (column.nullable() ? "" : " NOT NULL");
  }

  /** Compares the columns of one source table with those of its target. */
  static List<CutoverFinding> compare(TablePair pair, TargetTable of, TargetTable in) {
    TableConfig config = pair.config();
    Set<String> available = new HashSet<>(of.columns().keySet());
    available.addAll(config.route().added().keySet());
    List<CutoverFinding> findings = new ArrayList<>();
    Map<String, ColumnConfig> mapped = config.columns();
    if (mapped == null) {
      UnknownColumnPolicy unknown = config.unknownColumns().policy();
      for (String name : of.columns().keySet()) {
        if (in.column(name) == null
            && unknown != UnknownColumnPolicy.IGNORE
            && unknown != UnknownColumnPolicy.JSON) {
          findings.add(
              finding(
                  pair,
                  name,
                  "has no column in " + pair.target(),
                  "add it, or set unknownColumns: ignore"));
        }
      }
    } else {
      mapped.forEach(
          (name, column) -> {
            String from =
                column instanceof ColumnConfig.CopiedColumn copied
                    ? copied.from()
                    : column instanceof ColumnConfig.LookupColumn lookup ? lookup.by() : null;
            if (from != null && !available.contains(from)) {
              findings.add(
                  finding(
                      pair,
                      from,
                      "is read for " + pair.target() + "." + name + " and no longer exists",
                      "adapt columns to the source"));
            }
            if (in.column(name) == null) {
              findings.add(
                  finding(pair, name, "is not a column of " + pair.target(), "add the column"));
            }
          });
    }
    Set<String> filled = mapped == null ? available : mapped.keySet();
    for (TargetColumn column : in.columns().values()) {
      if (!column.nullable()
          && !column.hasDefault()
          && !column.generated()
          && !filled.contains(column.name())
          && !metadata(config).contains(column.name())) {
        findings.add(
            finding(
                pair,
                column.name(),
                "of " + pair.target() + " is NOT NULL without a default, and nothing fills it",
                "give it a default, or map it"));
      }
    }
    return findings;
  }

  /** Returns the changes of source tables since an earlier report that contains them. */
  static List<CutoverFinding> changes(
      Map<String, List<String>> earlier, Map<String, List<String>> present) {
    List<CutoverFinding> findings = new ArrayList<>();
    new TreeMap<>(present)
        .forEach(
            (table, columns) -> {
              List<String> before = earlier.get(table);
              if (before == null || Set.copyOf(before).equals(Set.copyOf(columns))) {
                return;
              }
              List<String> gone = new ArrayList<>(before);
              gone.removeAll(columns);
              List<String> come = new ArrayList<>(columns);
              come.removeAll(before);
              findings.add(
                  new CutoverFinding(
                      "schema-drift:" + table,
                      "has changed since the earlier report: was " + gone + ", is " + come,
                      "check that the job maps it, then write a new report"));
            });
    return findings;
  }

  private static Set<String> metadata(TableConfig config) {
    Set<String> names = new HashSet<>();
    TableConfig.MetadataColumns columns = config.metadata();
    names.add(columns.version());
    for (String name :
        new String[] {
          columns.deleted(), columns.sourceTime(), columns.appliedTime(), columns.sourcePosition()
        }) {
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  private static CutoverFinding finding(TablePair pair, String column, String problem, String fix) {
    return new CutoverFinding("schema-drift:" + pair.source() + "." + column, problem, fix);
  }
}
