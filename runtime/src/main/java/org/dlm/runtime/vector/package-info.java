/**
 * What this JVM can do with vectors; the only package besides generated code that touches the Vector API.
 *
 * <p>In: the width that a generated class was made for. Out: whether its vector form runs. Guaranteed: works without the
 * module {@code jdk.incubator.vector}, and complains at most once.
 */
package org.dlm.runtime.vector;
