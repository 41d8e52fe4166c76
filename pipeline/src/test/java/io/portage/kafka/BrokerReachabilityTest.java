package io.portage.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

final class BrokerReachabilityTest {
  @Test
  void acceptsOneListeningBroker() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      BrokerReachability.requireReachable(
          "127.0.0.1:1, PLAINTEXT://localhost:" + listening.getLocalPort());
    }
  }

  @Test
  void reportsARefusedConnectionAtOnce() {
    assertThatThrownBy(() -> BrokerReachability.requireReachable("127.0.0.1:1"))
        .isInstanceOf(KafkaUnavailableException.class)
        .hasMessageStartingWith("Kafka at 127.0.0.1:1: connection refused");
    assertThatThrownBy(
            () -> BrokerReachability.requireReachable("[::1]:1,no.such.host.invalid:9092"))
        .hasMessage(
            "Kafka at [::1]:1,no.such.host.invalid:9092: no such host: no.such.host.invalid");
  }

  @Test
  void leavesInvalidAddressesToTheClient() {
    BrokerReachability.requireReachable("somewhere");
    BrokerReachability.requireReachable("somewhere:99999");
  }
}
