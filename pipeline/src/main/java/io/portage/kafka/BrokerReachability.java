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
 * Whether anything listens at the brokers' addresses. A Kafka client tries again and again for its
 * whole timeout, a minute for some, and then says that it timed out; this tells why, at once.
 *
 * <p>Not guaranteed: that what listens is a broker, or that it lets the user in.
 */
public final class BrokerReachability {
  /** For all addresses together. */
  static final Duration PATIENCE = Duration.ofSeconds(4);

  private static final Pattern ADDRESS = Pattern.compile("(?:\\w+://)?\\[?([^\\]]+?)]?:(\\d{1,5})");

  private BrokerReachability() {}

  /**
   * Is silent when one of the addresses takes a connection, or when they are not written as
   * addresses are, which the client then tells.
   *
   * @param bootstrapServers {@code host:port}, several with commas
   * @throws KafkaUnavailableException when none does
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
        ? "no answer in " + PATIENCE.toSeconds() + " s; is the address right, and open to here?"
        : "connection refused (" + failure.getMessage() + "); is the broker up?";
  }
}
