package io.portage.launcher.inspect;

import io.portage.config.PortageConfig;
import io.portage.config.TableConfig;
import java.util.Collection;
import java.util.List;

/** The topics of a target table. */
final class TableTopics {
  private TableTopics() {}

  /** Returns the topics of the table's sources; all if the format does not tell them. */
  static List<String> of(PortageConfig config, String table, Collection<String> names) {
    List<String> all = List.copyOf(names);
    List<String> topics =
        config.tables().stream()
            .filter(one -> one.to().equals(table))
            .flatMap(one -> of(config, one, all).stream())
            .distinct()
            .toList();
    return topics.isEmpty() ? all : topics;
  }

  private static List<String> of(PortageConfig config, TableConfig one, List<String> all) {
    List<String> topics = config.source().format().topicsOf(one.from(), all);
    return topics.isEmpty()
        ? all.stream().filter(topic -> topic.endsWith("." + one.from())).toList()
        : topics;
  }
}
