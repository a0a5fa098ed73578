"""Makes probe.json: features in classes, folds, and what scikit-learn's probes find in them."""
import json
import os

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

random = np.random.default_rng(7)
cases = []
for classes, count, c in [(2, 30, 1.0), (3, 45, 0.1)]:
    labels = np.arange(count) % classes
    x = (random.normal(size=(count, 8)) * np.arange(1, 9) + 1.2 * labels[:, None]).astype(np.float32)
    x[:, 0] = 3  # Never changes.
    folds = (np.arange(count) // classes) % 5
    predicted, loss, near = np.zeros(count, int), 0.0, 0
    unit = x.astype(float) / np.linalg.norm(x.astype(float), axis=1, keepdims=True)
    for fold in range(5):
        known, left = np.where(folds != fold)[0], np.where(folds == fold)[0]
        scaler = StandardScaler().fit(x[known].astype(float))
        fitted = LogisticRegression(C=c, tol=1e-10, max_iter=10000)
        fitted.fit(scaler.transform(x[known].astype(float)), labels[known])
        p = fitted.predict_proba(scaler.transform(x[left].astype(float)))
        predicted[left] = p.argmax(1)
        loss -= np.log(p[np.arange(len(left)), labels[left]]).sum()
        for i in left:
            nearest = labels[known[np.argsort(-(unit[known] @ unit[i]), kind="stable")[:5]]]
            counts = np.bincount(nearest, minlength=classes)
            vote = next(n for n in nearest if counts[n] == counts.max())
            near += int(vote == labels[i])
    cases.append(dict(features=x.tolist(), labels=labels.tolist(), folds=folds.tolist(), c=c,
                      predicted=predicted.tolist(), logLoss=loss / count, neighbours=near / count))
with open(os.path.join(os.path.dirname(__file__), "probe.json"), "w") as file:
    json.dump(cases, file)
