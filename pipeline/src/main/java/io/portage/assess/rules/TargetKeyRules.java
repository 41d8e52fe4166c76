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
import io.portage.assess.facts.TableFacts.TableKind;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Finds obstacles in the keys of the target's tables. */
final class TargetKeyRules {
  private TargetKeyRules() {}

  static void find(Facts facts, Consumer<Finding> output) {
    DatabaseFacts target = facts.target();
    if (target == null) {
      return;
    }
    for (JobTable job : facts.job().tables()) {
      facts
          .targetTable(job)
          .filter(table -> table.kind() != TableKind.VIEW)
          .filter(table -> table.kind() != TableKind.FOREIGN_TABLE)
          .ifPresent(table -> table(facts, target, job, table, output));
    }
  }

  private static void table(
      Facts facts, DatabaseFacts target, JobTable job, TableFacts table, Consumer<Finding> output) {
    List<String> key = job.targetKey();
    String quoted =
        String.join(
            ", ", (key.isEmpty() ? List.of("COLUMN") : key).stream().map(target::quoted).toList());
    if (table.primaryKey().isEmpty()) {
      output.accept(
          new Finding(
              FindingKind.TARGET_KEY_MISSING,
              table.qualified(),
              "no primary key",
              new Fix(
                  Place.TARGET,
                  "ALTER TABLE " + target.quoted(table) + " ADD PRIMARY KEY (" + quoted + ");")));
    } else if (!key.isEmpty() && !Set.copyOf(key).equals(Set.copyOf(table.primaryKey()))) {
      output.accept(
          new Finding(
              FindingKind.TARGET_KEY_DIFFERS,
              table.qualified(),
              "the table's key is "
                  + String.join(", ", table.primaryKey())
                  + ", the job's "
                  + String.join(", ", key),
              new Fix(
                  Place.TARGET,
                  "-- drop the primary key, then: ALTER TABLE "
                      + target.quoted(table)
                      + " ADD PRIMARY KEY ("
                      + quoted
                      + ");")));
    }
    for (String name : table.primaryKey()) {
      collation(facts, job, table, name, output);
    }
    for (TableFacts.UniqueKey unique : table.furtherUniqueKeys()) {
      output.accept(
          new Finding(
              FindingKind.TARGET_UNIQUE_KEY,
              table.qualified(),
              unique.name()
                  + (unique.columns().isEmpty()
                      ? " on an expression"
                      : " (" + String.join(", ", unique.columns()) + ")"),
              new Fix(
                  Place.TARGET,
                  "-- create it at the cutover; until then: "
                      + (target.isPostgres()
                          ? "DROP INDEX "
                              + target.quoted(table.schema())
                              + "."
                              + target.quoted(unique.name())
                              + "; -- or DROP CONSTRAINT of this name"
                          : "ALTER TABLE "
                              + target.quoted(table)
                              + " DROP INDEX "
                              + target.quoted(unique.name())
                              + ";"))));
    }
  }

  /** Reports a key that is compared more loosely than in the source. */
  private static void collation(
      Facts facts, JobTable job, TableFacts table, String name, Consumer<Finding> output) {
    Column column = table.column(name);
    String equality = column == null ? null : column.equality();
    String from = job.sourceOf(name);
    if (equality == null || from == null) {
      return;
    }
    boolean exact =
        facts
            .sourceTable(job)
            .map(source -> source.column(from))
            .filter(source -> source.equality() == null)
            .isPresent();
    if (exact) {
      output.accept(
          new Finding(
              FindingKind.TARGET_KEY_COLLATION,
              table.qualified() + "." + name,
              equality + "; the source tells such texts apart",
              new Fix(
                  Place.TARGET,
                  "-- give the column a deterministic (binary) collation and the type text")));
    }
  }
}
