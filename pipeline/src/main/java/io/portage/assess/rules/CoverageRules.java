package io.portage.assess.rules;

import io.portage.assess.Finding;
import io.portage.assess.FindingKind;
import io.portage.assess.Fix;
import io.portage.assess.Fix.Place;
import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.Facts;
import io.portage.assess.facts.JobFacts.JobTable;
import io.portage.assess.facts.MessageFacts;
import io.portage.assess.facts.TableFacts;
import io.portage.assess.facts.TableFacts.TableKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Compares which tables the source, the topics and the job have. */
final class CoverageRules {
  private CoverageRules() {}

  static void find(Facts facts, Consumer<Finding> output) {
    for (MessageFacts seen : facts.messages()) {
      if (facts.job().table(seen.from()).isEmpty()) {
        output.accept(notConfigured(seen));
      }
    }
    DatabaseFacts source = facts.source();
    if (source == null) {
      return;
    }
    Set<String> known = new TreeSet<>();
    for (JobTable table : facts.job().tables()) {
      known.add(table.source());
      if (source.table(table.source()).isEmpty()) {
        output.accept(missing(source, table, facts.messages(table.from()).isPresent()));
      }
    }
    facts.messages().forEach(seen -> known.add(seen.from()));
    Set<String> schemas =
        known.stream()
            .filter(name -> name.contains("."))
            .map(name -> name.substring(0, name.indexOf('.')))
            .collect(Collectors.toCollection(TreeSet::new));
    for (TableFacts table : source.tables()) {
      if (table.kind() != TableKind.VIEW
          && table.kind() != TableKind.FOREIGN_TABLE
          && table.partitionOf() == null
          && schemas.contains(table.schema())
          && !known.contains(table.qualified())) {
        output.accept(
            new Finding(
                FindingKind.SOURCE_TABLE_WITHOUT_TOPIC,
                table.qualified(),
                "no sampled record and no tables[].from has this name",
                new Fix(Place.CONNECTOR, "table.include.list=...," + table.qualified())));
      }
    }
    names(source, schemas, output);
  }

  private static Finding notConfigured(MessageFacts seen) {
    String last = seen.from().substring(seen.from().lastIndexOf('.') + 1);
    return new Finding(
        FindingKind.TOPIC_TABLE_NOT_CONFIGURED,
        seen.from(),
        "changes in " + String.join(", ", seen.topics()),
        new Fix(
            Place.JOB,
            "tables:\n  - {from: "
                + seen.from()
                + ", to: "
                + last
                + ", key: ["
                + String.join(", ", seen.key())
                + "], deletes: hard, metadata: {version: portage_version}}\n"
                + "# or source.unrouted: ignore"));
  }

  private static Finding missing(DatabaseFacts source, JobTable table, boolean seen) {
    String wanted = table.source().toLowerCase(Locale.ROOT);
    List<String> alike =
        source.tables().stream()
            .map(TableFacts::qualified)
            .filter(name -> name.toLowerCase(Locale.ROOT).equals(wanted))
            .toList();
    return new Finding(
        seen ? FindingKind.TOPIC_TABLE_UNKNOWN : FindingKind.SOURCE_TABLE_MISSING,
        table.from(),
        "the source has no table "
            + table.source()
            + (alike.isEmpty() ? "" : "; it has " + String.join(", ", alike)),
        new Fix(
            Place.JOB,
            "source:\n  jdbc:\n    tables: {"
                + table.from()
                + ": "
                + (alike.isEmpty() ? "SCHEMA.TABLE" : alike.get(0))
                + "}"));
  }

  /** Names of tables, and of the columns of a table, that differ only in case. */
  private static void names(DatabaseFacts source, Set<String> schemas, Consumer<Finding> output) {
    Map<String, Set<String>> alike = new TreeMap<>();
    for (TableFacts table : source.tables()) {
      if (!schemas.contains(table.schema())) {
        continue;
      }
      alike
          .computeIfAbsent(lower(table.qualified()), name -> new TreeSet<>())
          .add(table.qualified());
      table
          .columns()
          .forEach(
              column ->
                  alike
                      .computeIfAbsent(
                          table.qualified() + "." + lower(column.name()), name -> new TreeSet<>())
                      .add(table.qualified() + "." + column.name()));
    }
    alike
        .values()
        .forEach(
            names -> {
              if (names.size() > 1) {
                String all = String.join(", ", names);
                output.accept(
                    new Finding(
                        FindingKind.SOURCE_NAME_CASE,
                        names.iterator().next(),
                        all,
                        new Fix(
                            Place.JOB,
                            "give each its own tables[].to or tables[].columns: " + all)));
              }
            });
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
