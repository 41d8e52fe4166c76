/**
 * The sandbox as a parameter of JUnit Jupiter tests. The caller provides JUnit: this module has no
 * dependency on it at run time.
 */
@org.jspecify.annotations.NullMarked
package io.portage.sandbox.junit;
