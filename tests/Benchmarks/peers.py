"""The same work in numpy and scikit-learn. Commands come on standard input, one a line; each is answered by a line."""
import math
import os
import sys
import time

import numpy as np

work = {}
threads = int(os.environ.get("OMP_NUM_THREADS", os.cpu_count()))


def info():
    names = ["numpy " + np.__version__]
    try:
        import sklearn
        names.append("scikit-learn " + sklearn.__version__)
        from threadpoolctl import threadpool_info
        for one in threadpool_info():
            if one["internal_api"] == "openblas":
                names.append("OpenBLAS %(version)s (%(architecture)s, threads: %(num_threads)d)" % one)
    except ImportError:
        names.append("scikit-learn is missing")
    return ", ".join(names)


def load(path, N, n, K):
    numbers = np.fromfile(path)
    X, y, W, b = np.split(numbers, np.cumsum([N * n, N, n if K == 2 else n * K]))
    X = X.reshape(N, n)
    labels = y.astype(int)

    def gradient(w, c):
        d = X @ w                                  # in place from here on: without five arrays that are thrown away
        d += c
        np.negative(d, out=d)
        np.exp(d, out=d)
        d += 1
        np.reciprocal(d, out=d)
        d -= y
        d /= N
        return X.T @ d, d.sum()

    def numpy_gradient():
        g, gb = gradient(W, b)
        return math.sqrt(g @ g + gb * gb)

    def numpy_epochs(epochs):
        w, c = W.copy(), b[0]
        for _ in range(epochs):
            g, gb = gradient(w, c)
            w -= 0.1 * g
            c -= 0.1 * gb
        return w @ w

    def numpy_layer():
        Z = X @ W.reshape(K, n).T + b
        Z -= Z.max(axis=1, keepdims=True)
        np.exp(Z, out=Z)
        Z /= Z.sum(axis=1, keepdims=True)
        Z[np.arange(N), labels] -= 1
        G = Z.T @ X
        return math.sqrt((G * G).sum() + (Z.sum(axis=0) ** 2).sum()) / N

    work.update({"numpy gradient": numpy_gradient, "numpy epochs": lambda: numpy_epochs(1000), "numpy layer": numpy_layer})
    try:
        from sklearn._loss import HalfBinomialLoss, HalfMultinomialLoss
        from sklearn.linear_model import SGDClassifier
        from sklearn.linear_model._linear_loss import LinearModelLoss
    except ImportError:
        return
    if K == 2:
        model, coefficients = LinearModelLoss(HalfBinomialLoss(), fit_intercept=True), np.append(W, b)
    else:
        model = LinearModelLoss(HalfMultinomialLoss(n_classes=K), fit_intercept=True)
        coefficients = np.asfortranarray(np.column_stack([W.reshape(K, n), b]))

    def sklearn_gradient():
        loss, g = model.loss_gradient(coefficients, X, y, n_threads=threads)
        return math.sqrt((g * g).sum()) / N

    def sklearn_online():
        SGDClassifier(loss="log_loss", penalty=None, learning_rate="constant", eta0=0.01, max_iter=20, tol=None, shuffle=True).fit(X, labels)
        return math.nan

    work.update({"scikit-learn gradient": sklearn_gradient, "scikit-learn layer": sklearn_gradient, "scikit-learn online": sklearn_online})


def python_steps():
    w = b = 2.0
    for _ in range(300):
        d = 1 / (1 + math.exp(-(w + b)))
        w -= 0.15 * d
        b -= 0.15 * d
    return w


def numpy_steps():
    w, b, x = np.array([2.0]), 2.0, np.array([1.0])
    for _ in range(300):
        d = 1 / (1 + np.exp(-(w @ x + b)))
        w -= 0.15 * d * x
        b -= 0.15 * d
    return w[0]


work.update({"python steps": python_steps, "numpy steps": numpy_steps})
repeats = {}


def once(name, now):
    if name not in repeats:
        start, count = time.perf_counter(), 0
        while time.perf_counter() - start < 0.12:
            work[name]()
            count += 1
        repeats[name] = max(1, count // 2)
    start = now()
    for _ in range(repeats[name]):
        check = work[name]()
    return (now() - start) / repeats[name], check


for line in sys.stdin:
    command, *rest = line.rstrip("\n").split("\t")
    if command == "load":
        repeats.clear()
        work = {name: run for name, run in work.items() if name.endswith("steps")}
        load(rest[0], *map(int, rest[1:]))
        print("\t".join(work), flush=True)
    elif command == "info":
        print(info(), flush=True)
    else:
        print("%r\t%r" % once(rest[0], time.process_time if command == "processor" else time.perf_counter), flush=True)
