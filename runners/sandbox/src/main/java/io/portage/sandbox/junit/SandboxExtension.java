package io.portage.sandbox.junit;

import io.portage.sandbox.Sandbox;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests that take a {@link Sandbox} the one they all share: started at first use, closed when
 * the last test of this JVM is through.
 *
 * <p>Nothing is cleaned between tests: use topics, groups and tables of one's own. A test that
 * stops, kills or freezes a server starts its own sandbox instead.
 */
public final class SandboxExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SandboxExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Sandbox.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // not the root's: a fork of several runs each class as a request with a root of its own
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent("sandbox", key -> Sandbox.start(), Sandbox.class);
  }
}
