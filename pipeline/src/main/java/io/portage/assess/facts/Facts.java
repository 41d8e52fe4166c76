package io.portage.assess.facts;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that an assessment knows.
 *
 * @param job the configuration
 * @param source the source's database; null if it was not read
 * @param topics the topics of the configuration
 * @param messages what the sampled changes show, by table
 * @param trials the dry runs, by topic
 * @param target the target's database; null if it was not read
 * @param definitions the statements that create the target's tables, by their names
 * @param longTransaction a transaction of the source that is open for as long is reported
 * @param unread what could not be read, with the reason, without a secret
 */
public record Facts(
    JobFacts job,
    @Nullable DatabaseFacts source,
    List<TopicFacts> topics,
    List<MessageFacts> messages,
    List<TrialFacts> trials,
    @Nullable DatabaseFacts target,
    Map<String, String> definitions,
    Duration longTransaction,
    Map<Part, String> unread) {
  /** Keeps copies. */
  public Facts {
    topics = List.copyOf(topics);
    messages = List.copyOf(messages);
    trials = List.copyOf(trials);
    definitions = new TreeMap<>(definitions);
    unread = new TreeMap<>(unread);
  }

  /** The parts of an assessment that are read separately. */
  public enum Part {
    /** {@code source.jdbc} is not configured. */
    SOURCE_SETTING,
    SOURCE,
    TOPICS,
    MESSAGES,
    TARGET
  }

  /** Returns what the sampled changes of a table show. */
  public Optional<MessageFacts> messages(String from) {
    return messages.stream().filter(table -> table.from().equals(from)).findFirst();
  }

  /** Returns the source's table of a table of the job. */
  public Optional<TableFacts> sourceTable(JobFacts.JobTable table) {
    return source == null ? Optional.empty() : source.table(table.source());
  }

  /** Returns the target's table of a table of the job. */
  public Optional<TableFacts> targetTable(JobFacts.JobTable table) {
    return target == null ? Optional.empty() : target.table(table.to());
  }
}
