/** Tests of the console without servers, and the contract of its API for tests with them. */
@org.jspecify.annotations.NullMarked
package io.portage.launcher.console;
