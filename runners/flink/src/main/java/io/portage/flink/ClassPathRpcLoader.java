package io.portage.flink;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.rpc.RpcSystem;
import org.apache.flink.runtime.rpc.RpcSystemLoader;
import org.apache.flink.runtime.rpc.exceptions.RpcLoaderException;

/**
 * Loads Flink's RPC system from the class path, where the launcher puts it, so that the JVM's class
 * data sharing covers it. Flink's own loader copies its jar to the temporary folder at each start
 * and reads the classes from there.
 *
 * <p>Only for embedded Flink. If the class path does not contain the RPC system, Flink's own loader
 * is used.
 */
public final class ClassPathRpcLoader implements RpcSystemLoader {
  private static final String RPC_SYSTEM = "org.apache.flink.runtime.rpc.pekko.PekkoRpcSystem";

  /** Flink instantiates the class by its name. */
  public ClassPathRpcLoader() {}

  /** Returns a priority before that of Flink's own loader, which is 0. */
  @Override
  public int getLoadPriority() {
    return -1;
  }

  @Override
  public RpcSystem loadRpcSystem(Configuration config) {
    try {
      return Class.forName(RPC_SYSTEM).asSubclass(RpcSystem.class).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new RpcLoaderException("not on the class path: " + RPC_SYSTEM, e);
    }
  }
}
