package io.portage.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.ServiceLoader;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.runtime.rpc.RpcSystemLoader;
import org.apache.flink.runtime.rpc.exceptions.RpcLoaderException;
import org.junit.jupiter.api.Test;

/** Runs on a class path without the RPC system, which is that of the tests. */
final class ClassPathRpcLoaderTest {
  @Test
  void hasPriorityOverFlinksOwnLoader() {
    assertThat(
            ServiceLoader.load(RpcSystemLoader.class).stream()
                .map(ServiceLoader.Provider::get)
                .min(Comparator.comparingInt(RpcSystemLoader::getLoadPriority)))
        .get()
        .isInstanceOf(ClassPathRpcLoader.class);
  }

  @Test
  void leavesItToFlinksOwnLoaderWithoutTheRpcSystem() {
    assertThatThrownBy(() -> new ClassPathRpcLoader().loadRpcSystem(new Configuration()))
        .isInstanceOf(RpcLoaderException.class)
        .hasMessageContaining("not on the class path");
    try (RpcSystem system = RpcSystem.load()) {
      assertThat(system).isNotNull();
    }
  }
}
