package io.portage.assess.facts;

import io.portage.model.schema.SourceType;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The structure of the sampled changes of one source table.
 *
 * @param from the table's name in the events, or the topic where events have none
 * @param topics the topics that have its changes
 * @param records the number of sampled changes
 * @param withSchema how many of them have a schema
 * @param snapshot how many of them are rows of a snapshot
 * @param deletes how many of them are deletes
 * @param withoutKey how many of them are in records without a key
 * @param withoutPosition how many of them have no position in the source's log
 * @param wholeBefore how many updates and deletes have a before image with more than the key
 * @param changed the number of updates and deletes
 * @param unwrapped how many changes are a row without an envelope (ExtractNewRecordState), as far
 *     as the syntax shows it
 * @param key the columns of the records' keys
 * @param columns the columns of the images
 * @param unavailable the columns of which a value was not sent (TOAST)
 * @param types the types that the newest schema declares, by column; empty without a schema
 */
public record MessageFacts(
    String from,
    Set<String> topics,
    int records,
    int withSchema,
    int snapshot,
    int deletes,
    int withoutKey,
    int withoutPosition,
    int wholeBefore,
    int changed,
    int unwrapped,
    List<String> key,
    Set<String> columns,
    Set<String> unavailable,
    Map<String, SourceType> types) {
  /** Keeps sorted copies. */
  public MessageFacts {
    topics = new TreeSet<>(topics);
    key = List.copyOf(key);
    columns = new TreeSet<>(columns);
    unavailable = new TreeSet<>(unavailable);
    types = new TreeMap<>(types);
  }
}
