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
import java.util.function.Consumer;

/** Finds obstacles in the keys of the source's tables. */
final class SourceKeyRules {
  private SourceKeyRules() {}

  static void find(Facts facts, Consumer<Finding> output) {
    DatabaseFacts source = facts.source();
    if (source == null) {
      return;
    }
    for (JobTable job : facts.job().tables()) {
      if (!job.appends()) {
        facts
            .sourceTable(job)
            .filter(table -> table.kind() != TableKind.VIEW)
            .filter(table -> table.kind() != TableKind.FOREIGN_TABLE)
            .ifPresent(table -> table(source, job, table, output));
      }
    }
  }

  private static void table(
      DatabaseFacts source, JobTable job, TableFacts table, Consumer<Finding> output) {
    boolean identified = !job.key().isEmpty() && table.isKey(job.key());
    String key = String.join(", ", job.key());
    if (table.primaryKey().isEmpty() && !identified) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_KEY_MISSING,
              table.qualified(),
              "no primary key" + (key.isEmpty() ? "" : ", and no unique index on " + key),
              new Fix(
                  Place.SOURCE,
                  "ALTER TABLE "
                      + source.quoted(table)
                      + " ADD PRIMARY KEY ("
                      + String.join(", ", job.key().stream().map(source::quoted).toList())
                      + "); -- or message.key.columns of the connector and REPLICA IDENTITY"
                      + " FULL")));
    } else if (!job.key().isEmpty() && !identified) {
      output.accept(
          new Finding(
              FindingKind.MESSAGE_KEY_NOT_UNIQUE,
              table.qualified(),
              "the job's key is " + key + ", the table's " + String.join(", ", table.primaryKey()),
              new Fix(
                  Place.JOB,
                  "tables:\n  - from: "
                      + job.from()
                      + "\n    key: ["
                      + String.join(", ", table.primaryKey())
                      + "]")));
    }
    if (table.deferrableKey()) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_KEY_DEFERRABLE,
              table.qualified(),
              "the primary key is DEFERRABLE",
              new Fix(
                  Place.SOURCE,
                  "-- drop the primary key and add it again without DEFERRABLE: ALTER TABLE "
                      + source.quoted(table)
                      + " ADD PRIMARY KEY ("
                      + String.join(", ", table.primaryKey().stream().map(source::quoted).toList())
                      + ");")));
    }
    for (String name : job.key().isEmpty() ? table.primaryKey() : job.key()) {
      Column column = table.column(name);
      String equality = column == null ? null : column.equality();
      if (equality != null) {
        output.accept(
            new Finding(
                FindingKind.SOURCE_KEY_COLLATION,
                table.qualified() + "." + name,
                equality,
                new Fix(
                    Place.SOURCE,
                    "-- let the application write one form of a key, or give the column a binary"
                        + " collation")));
      }
    }
  }
}
