package io.portage.assess.rules;

import io.portage.assess.Finding;
import io.portage.assess.FindingKind;
import io.portage.assess.Fix;
import io.portage.assess.Fix.Place;
import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.Facts;
import io.portage.assess.facts.JobFacts.JobTable;
import io.portage.assess.facts.TableFacts;
import io.portage.assess.facts.TableFacts.RowSecurity;
import io.portage.assess.facts.TableFacts.TableKind;
import java.util.List;
import java.util.function.Consumer;

/** Finds obstacles in the target's tables as a whole. */
final class TargetTableRules {
  private static final List<String> NEEDED = List.of("SELECT", "INSERT", "UPDATE", "DELETE");

  private TargetTableRules() {}

  static void find(Facts facts, Consumer<Finding> output) {
    DatabaseFacts target = facts.target();
    if (target == null) {
      return;
    }
    for (JobTable job : facts.job().tables()) {
      facts
          .targetTable(job)
          .ifPresentOrElse(
              table -> table(facts, target, table, output), () -> missing(facts, job, output));
    }
  }

  private static void missing(Facts facts, JobTable job, Consumer<Finding> output) {
    if (!facts.job().createTables()) {
      output.accept(
          new Finding(
              FindingKind.TARGET_TABLE_MISSING,
              job.to(),
              "for " + job.from(),
              new Fix(
                  Place.TARGET,
                  facts
                      .definitions()
                      .getOrDefault(job.to(), "-- portage ddl --config=FILE prints it"))));
    }
  }

  private static void table(
      Facts facts, DatabaseFacts target, TableFacts table, Consumer<Finding> output) {
    String name = table.qualified();
    String quoted = target.quoted(table);
    if (table.kind() == TableKind.VIEW || table.kind() == TableKind.FOREIGN_TABLE) {
      output.accept(
          new Finding(
              FindingKind.TARGET_TABLE_KIND,
              name,
              table.kind() == TableKind.VIEW ? "it is a view" : "it is a foreign table",
              new Fix(Place.JOB, "tables: [{to: TABLE}]")));
      return;
    }
    if (!table.logged()) {
      output.accept(
          new Finding(
              FindingKind.TARGET_TABLE_UNLOGGED,
              name,
              "relpersistence is not permanent",
              new Fix(Place.TARGET, "ALTER TABLE " + quoted + " SET LOGGED;")));
    }
    String engine = table.engine();
    if (engine != null && !engine.equals("InnoDB")) {
      output.accept(
          new Finding(
              FindingKind.TARGET_ENGINE,
              name,
              "the engine is " + engine,
              new Fix(Place.TARGET, "ALTER TABLE " + quoted + " ENGINE = InnoDB;")));
    }
    if (table.rowSecurity() == RowSecurity.ACTIVE) {
      output.accept(
          new Finding(
              FindingKind.TARGET_ROWS_HIDDEN,
              name,
              "row-level security applies to the user " + target.user(),
              new Fix(Place.TARGET, "ALTER ROLE " + target.quoted(target.user()) + " BYPASSRLS;")));
    }
    List<String> lacking =
        NEEDED.stream().filter(one -> !table.privileges().contains(one)).toList();
    if (!lacking.isEmpty()) {
      output.accept(
          new Finding(
              FindingKind.TARGET_PRIVILEGE_MISSING,
              name,
              "the user " + target.user() + " lacks " + String.join(", ", lacking),
              new Fix(
                  Place.TARGET,
                  "GRANT "
                      + String.join(", ", lacking)
                      + " ON "
                      + quoted
                      + " TO "
                      + (target.isPostgres() ? target.quoted(target.user()) : target.user())
                      + ";")));
    }
    table.triggers().forEach(trigger -> output.accept(trigger(target, table, trigger)));
    foreignKeys(facts, target, table, output);
  }

  private static Finding trigger(DatabaseFacts target, TableFacts table, String trigger) {
    return new Finding(
        FindingKind.TARGET_TRIGGER,
        table.qualified(),
        "the trigger " + trigger,
        new Fix(
            Place.TARGET,
            target.isPostgres()
                ? "ALTER TABLE "
                    + target.quoted(table)
                    + " DISABLE TRIGGER "
                    + target.quoted(trigger)
                    + "; -- enable it at the cutover"
                : "DROP TRIGGER " + target.quoted(trigger) + "; -- create it at the cutover"));
  }

  private static void foreignKeys(
      Facts facts, DatabaseFacts target, TableFacts table, Consumer<Finding> output) {
    for (TableFacts.Reference key : table.foreignKeys()) {
      boolean written =
          facts.job().tables().stream()
              .flatMap(job -> facts.targetTable(job).stream())
              .anyMatch(parent -> parent.qualified().equals(key.parent()));
      output.accept(
          new Finding(
              FindingKind.TARGET_FOREIGN_KEY,
              table.qualified(),
              key.name()
                  + " to "
                  + key.parent()
                  + (written ? "" : ", which this job does not write"),
              new Fix(
                  Place.TARGET,
                  "ALTER TABLE "
                      + target.quoted(table)
                      + (target.isPostgres() ? " DROP CONSTRAINT " : " DROP FOREIGN KEY ")
                      + target.quoted(key.name())
                      + "; -- add it again at the cutover")));
    }
  }
}
