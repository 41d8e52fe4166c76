package io.portage.config;

import java.io.Serializable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The topics of a source: a list, or all topics whose whole name matches a pattern.
 *
 * <p>A pattern never selects a topic whose name begins with {@value #INTERNAL}: Kafka's own topics,
 * and Debezium's heartbeats with their default prefix.
 *
 * @param names the topics of the list; empty with a pattern
 * @param pattern a regular expression of {@link Pattern}, or null with a list
 * @param excluded topics that the pattern does not select
 */
public record TopicSelection(List<String> names, @Nullable String pattern, Set<String> excluded)
    implements Serializable {
  private static final String INTERNAL = "__";

  /** Copies the collections. */
  public TopicSelection {
    names = List.copyOf(names);
    excluded = Set.copyOf(excluded);
  }

  /** Selects the topics of a list. */
  public static TopicSelection of(List<String> names) {
    return new TopicSelection(names, null, Set.of());
  }

  /** Selects the topics that match {@code pattern} and are not excluded. */
  public static TopicSelection matching(String pattern, Set<String> excluded) {
    return new TopicSelection(List.of(), pattern, excluded);
  }

  /** Returns true if a pattern selects the topics, so that they may become more. */
  public boolean isPattern() {
    return pattern != null;
  }

  /** Returns a copy whose pattern does not select {@code topic} either; a list stays the same. */
  public TopicSelection excluding(String topic) {
    if (pattern == null) {
      return this;
    }
    Set<String> more = new TreeSet<>(excluded);
    more.add(topic);
    return new TopicSelection(names, pattern, more);
  }

  /** Returns the condition that a topic's name must satisfy; it compiles the pattern once. */
  public Predicate<String> filter() {
    if (pattern == null) {
      return Set.copyOf(names)::contains;
    }
    Predicate<String> matches = Pattern.compile(pattern).asMatchPredicate();
    return topic -> !topic.startsWith(INTERNAL) && !excluded.contains(topic) && matches.test(topic);
  }

  /** Returns the list, or the pattern in words. */
  public String describe() {
    return pattern == null ? String.join(", ", names) : "the topics that match " + pattern;
  }
}
