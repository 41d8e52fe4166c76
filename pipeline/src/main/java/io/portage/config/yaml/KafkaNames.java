package io.portage.config.yaml;

/** Validates topic names and bootstrap servers. */
public final class KafkaNames {
  private static final int LONGEST_TOPIC = 249;
  private static final int LAST_PORT = 65_535;

  private KafkaNames() {}

  /** Validates a topic name. */
  public static String topic(String text) throws InvalidValueException {
    boolean letters = text.chars().allMatch(c -> isPlain(c) || c == '.' || c == '_' || c == '-');
    if (!letters || text.isEmpty() || text.equals(".") || text.equals("..")) {
      throw new InvalidValueException("not a topic's name", "letters, digits and any of . _ -");
    }
    if (text.length() > LONGEST_TOPIC) {
      throw new InvalidValueException(
          "not a topic's name", "at most " + LONGEST_TOPIC + " characters");
    }
    return text;
  }

  /** Validates bootstrap servers, comma-separated. */
  public static String servers(String text) throws InvalidValueException {
    for (String server : text.split(",", -1)) {
      String address = server.strip();
      int colon = address.lastIndexOf(':');
      if (colon <= 0 || !isPort(address.substring(colon + 1))) {
        throw new InvalidValueException(
            "not Kafka servers", "write host:port, or several with commas");
      }
    }
    return text;
  }

  private static boolean isPort(String text) {
    boolean digits = text.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits
        && !text.isEmpty()
        && text.length() <= 5
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= LAST_PORT;
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
