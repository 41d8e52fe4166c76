package io.portage.launcher.deadletters;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.model.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The target tables of dead letters. A dead letter that failed before its table was known belongs
 * to the tables that its topic feeds. Not thread-safe.
 */
public final class LetterTables {
  private final PortageConfig config;
  private final Map<String, List<TableConfig>> byTopic = new HashMap<>();

  /** The tables of a job. */
  public LetterTables(PortageConfig config) {
    this.config = config;
  }

  /**
   * Returns the target table of a dead letter: the one that it names, or the only one that its
   * topic feeds; null if there are several, or if the configuration has none for the record.
   */
  public @Nullable String tableOf(DeadLetterSummary letter) {
    if (letter.table() != null || letter.reason() == Reason.UNKNOWN_TABLE) {
      return letter.table();
    }
    List<String> tables =
        ofTopic(letter.coordinates().topic()).stream().map(TableConfig::to).distinct().toList();
    return tables.size() == 1 ? tables.get(0) : null;
  }

  /**
   * Returns true if a dead letter may belong to a table.
   *
   * @param name the target table, the source table, or the topic
   */
  boolean belongs(DeadLetterSummary letter, String name) {
    String topic = letter.coordinates().topic();
    return name.equals(letter.table())
        || name.equals(topic)
        || (letter.table() == null
            && ofTopic(topic).stream()
                .anyMatch(table -> name.equals(table.to()) || name.equals(table.from())));
  }

  private List<TableConfig> ofTopic(String topic) {
    return byTopic.computeIfAbsent(
        topic,
        one ->
            config.tables().stream()
                .filter(
                    table ->
                        !config.source().format().topicsOf(table.from(), List.of(one)).isEmpty())
                .toList());
  }
}
