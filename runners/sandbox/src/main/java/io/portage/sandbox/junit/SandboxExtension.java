package io.portage.sandbox.junit;

import io.portage.sandbox.Sandbox;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Passes the shared {@link Sandbox} to tests that have such a parameter: started at first use,
 * closed after the last test of this JVM.
 *
 * <p>Nothing is removed between tests: each test uses its own topics, groups and tables. A test
 * that stops, kills or freezes a server starts its own sandbox instead.
 */
public final class SandboxExtension implements ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(SandboxExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Sandbox.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    // Not the root store: a Surefire fork can run each class as a request with its own root.
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .getOrComputeIfAbsent("sandbox", key -> Sandbox.start(), Sandbox.class);
  }
}
