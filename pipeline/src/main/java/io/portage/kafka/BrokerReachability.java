package io.portage.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checks that a TCP connection to the brokers' addresses is possible. A Kafka client retries for
 * its whole timeout, some for a minute, and then reports a timeout; this check fails at once and
 * names the cause.
 *
 * <p>Not guaranteed: that the listener is a broker, or that it accepts the user's credentials.
 */
public final class BrokerReachability {
  /** The time for all addresses together. */
  static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Pattern ADDRESS = Pattern.compile("(?:\\w+://)?\\[?([^\\]]+?)]?:(\\d{1,5})");

  private BrokerReachability() {}

  /**
   * Returns if one of the addresses accepts a connection, or if an address has no valid syntax; the
   * client then reports that.
   *
   * @param bootstrapServers {@code host:port}, separated by commas
   * @throws KafkaUnavailableException if no address accepts a connection
   */
  public static void requireReachable(String bootstrapServers) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String server : bootstrapServers.split(",", -1)) {
      Matcher address = ADDRESS.matcher(server.strip());
      if (!address.matches() || Integer.parseInt(address.group(2)) > 0xFFFF) {
        return;
      }
      addresses.add(new InetSocketAddress(address.group(1), Integer.parseInt(address.group(2))));
    }
    IOException last = new IOException("no address");
    for (InetSocketAddress address : addresses) {
      try (Socket socket = new Socket()) {
        if (address.isUnresolved()) {
          throw new UnknownHostException(address.getHostString());
        }
        socket.connect(address, Math.toIntExact(PATIENCE.toMillis() / addresses.size()));
        return;
      } catch (IOException e) {
        last = e;
      }
    }
    throw new KafkaUnavailableException("Kafka at " + bootstrapServers + ": " + why(last), last);
  }

  private static String why(IOException failure) {
    if (failure instanceof UnknownHostException) {
      return "no such host: " + failure.getMessage();
    }
    return failure instanceof SocketTimeoutException
        ? "no answer in " + PATIENCE.toSeconds() + " s; is the address correct and reachable?"
        : "connection refused (" + failure.getMessage() + "); is the broker up?";
  }
}
