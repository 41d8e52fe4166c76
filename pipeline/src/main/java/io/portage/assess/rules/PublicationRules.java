package io.portage.assess.rules;

import io.portage.assess.Finding;
import io.portage.assess.FindingKind;
import io.portage.assess.Fix;
import io.portage.assess.Fix.Place;
import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.DatabaseFacts.Publication;
import io.portage.assess.facts.Facts;
import io.portage.assess.facts.JobFacts.JobTable;
import io.portage.assess.facts.TableFacts;
import io.portage.assess.facts.TableFacts.TableKind;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds tables whose changes PostgreSQL does not publish. Which publication a connector uses is not
 * known: a table is right if one of its publications is.
 */
final class PublicationRules {
  private static final String ALL = "insert, update, delete, truncate";

  private PublicationRules() {}

  static void find(Facts facts, Consumer<Finding> output) {
    DatabaseFacts source = facts.source();
    if (source == null || !source.isPostgres() || !publishes(source)) {
      return;
    }
    for (JobTable table : facts.job().tables()) {
      facts
          .sourceTable(table)
          .filter(TableFacts::logged)
          .filter(found -> found.kind() == TableKind.TABLE || found.kind() == TableKind.PARTITIONED)
          .ifPresent(found -> table(source, found, output));
    }
  }

  /** Other plug-ins than pgoutput read no publication; without any, the connector creates one. */
  private static boolean publishes(DatabaseFacts source) {
    boolean others =
        !source.slots().isEmpty()
            && source.slots().stream().noneMatch(slot -> slot.plugin().equals("pgoutput"));
    return !others && !(source.publications().isEmpty() && source.slots().isEmpty());
  }

  private static void table(DatabaseFacts source, TableFacts table, Consumer<Finding> output) {
    List<Publication> holding =
        source.publications().stream()
            .filter(publication -> holds(publication, table, source))
            .toList();
    String name = table.qualified();
    if (holding.isEmpty()) {
      output.accept(missing(source, table));
      return;
    }
    Publication first = holding.get(0);
    String shown = String.join(", ", holding.stream().map(Publication::name).toList());
    TreeSet<String> operations = new TreeSet<>();
    holding.forEach(publication -> operations.addAll(publication.operations()));
    Fix publish =
        new Fix(
            Place.SOURCE,
            "ALTER PUBLICATION " + source.quoted(first.name()) + " SET (publish = '" + ALL + "');");
    if (!operations.containsAll(List.of("insert", "update", "delete"))) {
      String evidence = shown + " publishes only " + String.join(", ", operations);
      output.accept(
          new Finding(FindingKind.SOURCE_PUBLICATION_OPERATIONS, name, evidence, publish));
    } else if (!operations.contains("truncate")) {
      String evidence = shown + " publishes no truncate";
      output.accept(new Finding(FindingKind.SOURCE_PUBLICATION_TRUNCATE, name, evidence, publish));
    }
    if (holding.stream().allMatch(publication -> publication.filtered().contains(name))) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_PUBLICATION_FILTER,
              name,
              shown + " has a row filter or a column list for it",
              new Fix(
                  Place.SOURCE,
                  "ALTER PUBLICATION "
                      + source.quoted(first.name())
                      + " DROP TABLE "
                      + source.quoted(table)
                      + "; ALTER PUBLICATION "
                      + source.quoted(first.name())
                      + " ADD TABLE "
                      + source.quoted(table)
                      + ";")));
    }
  }

  /** A partitioned table is published if it is, or if its partitions are. */
  private static boolean holds(Publication publication, TableFacts table, DatabaseFacts source) {
    return publication.tables().contains(table.qualified())
        || (table.partitionOf() != null
            && publication.viaRoot()
            && publication.tables().contains(table.partitionOf()))
        || source.tables().stream()
            .anyMatch(
                part ->
                    table.qualified().equals(part.partitionOf())
                        && publication.tables().contains(part.qualified()));
  }

  private static Finding missing(DatabaseFacts source, TableFacts table) {
    List<String> names = source.publications().stream().map(Publication::name).toList();
    String statement =
        names.isEmpty()
            ? "CREATE PUBLICATION portage FOR TABLE " + source.quoted(table) + ";"
            : "ALTER PUBLICATION "
                + source.quoted(names.get(0))
                + " ADD TABLE "
                + source.quoted(table)
                + ";";
    return new Finding(
        FindingKind.SOURCE_PUBLICATION_TABLE,
        table.qualified(),
        names.isEmpty()
            ? "a slot of pgoutput exists and no publication"
            : "not in " + String.join(", ", names),
        new Fix(Place.SOURCE, statement));
  }
}
