package io.portage.assess.rules;

import io.portage.assess.Finding;
import io.portage.assess.FindingKind;
import io.portage.assess.Fix;
import io.portage.assess.Fix.Place;
import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.Facts;
import io.portage.assess.facts.JobFacts.JobTable;
import io.portage.assess.facts.TableFacts;
import io.portage.assess.facts.TableFacts.Column;
import io.portage.assess.facts.TableFacts.Generation;
import io.portage.assess.facts.TableFacts.Identity;
import io.portage.assess.facts.TableFacts.RowSecurity;
import io.portage.assess.facts.TableFacts.TableKind;
import java.util.List;
import java.util.function.Consumer;

/** Finds obstacles in the source's tables of the job. */
final class SourceTableRules {
  private SourceTableRules() {}

  static void find(Facts facts, Consumer<Finding> output) {
    DatabaseFacts source = facts.source();
    if (source == null) {
      return;
    }
    for (JobTable table : facts.job().tables()) {
      facts.sourceTable(table).ifPresent(found -> table(source, table, found, output));
    }
  }

  private static void table(
      DatabaseFacts source, JobTable job, TableFacts table, Consumer<Finding> output) {
    String name = table.qualified();
    if (table.kind() == TableKind.VIEW || table.kind() == TableKind.FOREIGN_TABLE) {
      String what = table.kind() == TableKind.VIEW ? "a view" : "a foreign table";
      output.accept(
          new Finding(
              FindingKind.SOURCE_TABLE_KIND,
              name,
              "it is " + what,
              new Fix(Place.JOB, "tables: remove the entry from: " + job.from())));
      return;
    }
    if (!table.logged()) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_TABLE_UNLOGGED,
              name,
              "relpersistence is not permanent",
              new Fix(Place.SOURCE, "ALTER TABLE " + source.quoted(table) + " SET LOGGED;")));
    }
    if (table.kind() == TableKind.PARTITIONED) {
      partitioned(source, table, output);
    }
    if (!table.privileges().contains("SELECT")) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_NOT_READABLE,
              name,
              "the user " + source.user() + " lacks SELECT",
              new Fix(
                  Place.SOURCE,
                  "GRANT SELECT ON "
                      + source.quoted(table)
                      + " TO "
                      + (source.isPostgres() ? source.quoted(source.user()) : source.user())
                      + ";")));
    }
    rowSecurity(source, table, output);
    identity(source, table, output);
    columns(source, job, table, output);
    cascades(source, table, output);
  }

  private static void partitioned(
      DatabaseFacts source, TableFacts table, Consumer<Finding> output) {
    boolean viaRoot =
        source.publications().stream()
            .anyMatch(one -> one.viaRoot() && one.tables().contains(table.qualified()));
    if (source.isPostgres() && !viaRoot) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_TABLE_PARTITIONED,
              table.qualified(),
              "no publication has it with publish_via_partition_root",
              new Fix(
                  Place.SOURCE,
                  source.publications().isEmpty()
                      ? "CREATE PUBLICATION portage FOR TABLE "
                          + source.quoted(table)
                          + " WITH (publish_via_partition_root = true);"
                      : "ALTER PUBLICATION "
                          + source.quoted(source.publications().get(0).name())
                          + " SET (publish_via_partition_root = true);")));
    }
  }

  private static void rowSecurity(
      DatabaseFacts source, TableFacts table, Consumer<Finding> output) {
    RowSecurity security = table.rowSecurity();
    if (security == RowSecurity.NONE) {
      return;
    }
    boolean active = security == RowSecurity.ACTIVE;
    output.accept(
        new Finding(
            active ? FindingKind.SOURCE_ROWS_HIDDEN : FindingKind.SOURCE_ROW_SECURITY,
            table.qualified(),
            active
                ? "row-level security applies to the user " + source.user()
                : security == RowSecurity.FORCED
                    ? "enabled, and forced also for the table's owner"
                    : "enabled",
            new Fix(
                Place.SOURCE,
                "ALTER ROLE "
                    + (active ? source.quoted(source.user()) : "CONNECTOR_USER")
                    + " BYPASSRLS;")));
  }

  private static void identity(DatabaseFacts source, TableFacts table, Consumer<Finding> output) {
    Identity identity = table.identity();
    if (identity == null || identity == Identity.FULL || !table.logged()) {
      return;
    }
    Fix full =
        new Fix(Place.SOURCE, "ALTER TABLE " + source.quoted(table) + " REPLICA IDENTITY FULL;");
    String evidence = "REPLICA IDENTITY " + identity;
    if (identity == Identity.NOTHING) {
      output.accept(
          new Finding(FindingKind.SOURCE_IDENTITY_NOTHING, table.qualified(), evidence, full));
      return;
    }
    output.accept(
        new Finding(
            identity == Identity.INDEX
                ? FindingKind.SOURCE_IDENTITY_INDEX
                : FindingKind.SOURCE_IDENTITY_NOT_FULL,
            table.qualified(),
            evidence,
            full));
    List<String> large =
        table.columns().stream().filter(Column::mayBeOutOfLine).map(Column::name).toList();
    if (table.outOfLineBytes() > 0 && !large.isEmpty()) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_TOAST_COLUMNS,
              table.qualified(),
              "values of "
                  + String.join(", ", large)
                  + " are stored out of line, "
                  + Sizes.text(table.outOfLineBytes()),
              full));
    }
  }

  private static void columns(
      DatabaseFacts source, JobTable job, TableFacts table, Consumer<Finding> output) {
    for (Column column : table.columns()) {
      if (source.isPostgres()
          && column.generation() == Generation.COMPUTED
          && job.copies(column.name())) {
        output.accept(
            new Finding(
                FindingKind.SOURCE_GENERATED_COLUMN,
                table.qualified() + "." + column.name(),
                column.type() + " GENERATED ALWAYS AS",
                new Fix(
                    Place.TARGET,
                    "-- give the target's column the same expression (GENERATED ALWAYS AS (...)"
                        + " STORED), or compute it in tables[].columns")));
      }
    }
    table
        .furtherUniqueKeys()
        .forEach(
            key ->
                output.accept(
                    new Finding(
                        FindingKind.SOURCE_UNIQUE_KEY,
                        table.qualified(),
                        key.name()
                            + (key.columns().isEmpty()
                                ? " on an expression"
                                : " (" + String.join(", ", key.columns()) + ")"),
                        new Fix(
                            Place.JOB,
                            "target:\n  waiting: {atMost: 5m}  # or leave the index out of the"
                                + " target until the cutover"))));
  }

  private static void cascades(DatabaseFacts source, TableFacts table, Consumer<Finding> output) {
    if (source.isPostgres()) {
      return; // its log has every row
    }
    table.foreignKeys().stream()
        .filter(TableFacts.Reference::cascades)
        .forEach(
            key ->
                output.accept(
                    new Finding(
                        FindingKind.SOURCE_CASCADE,
                        table.qualified(),
                        key.name() + " to " + key.parent(),
                        new Fix(
                            Place.TARGET,
                            "-- declare the same foreign key with the same ON DELETE and ON UPDATE"
                                + " in the target, or change the rows by statements in the"
                                + " application"))));
  }
}
