package io.portage.kafka;

import java.util.Map;

/** Reads the answers of Kafka's clients, which have an entry for everything that was asked for. */
public final class BrokerAnswer {
  private BrokerAnswer() {}

  /**
   * Returns the entry of {@code key} in an answer of a client.
   *
   * @throws IllegalStateException if the answer has no such entry
   */
  public static <K, V> V of(Map<K, V> answer, K key) {
    V entry = answer.get(key);
    if (entry == null) {
      throw new IllegalStateException("the broker's answer lacks " + key);
    }
    return entry;
  }
}
