"""The same network, steps and batches as bench/gpu.ts, by PyTorch: float32, Adam, a loss at every position."""
import sys
import time

import torch

V, E, T = 300, 64, 100
device = 'cuda' if torch.cuda.is_available() else 'cpu'
torch.backends.cuda.matmul.allow_tf32 = False
torch.backends.cudnn.allow_tf32 = False


class Net(torch.nn.Module):
    def __init__(self, hidden, layers):
        super().__init__()
        self.embedding = torch.nn.Embedding(V + 1, E)
        self.lstm = torch.nn.LSTM(E, hidden, layers)
        self.head = torch.nn.Linear(hidden, V)

    def forward(self, tokens, state=None):
        y, state = self.lstm(self.embedding(tokens), state)
        return self.head(y), state


def millis(act, times, warm=5):
    """p50 and p99; `act` ends with a number that the CPU waits for."""
    taken = []
    for run in range(warm + times):
        began = time.perf_counter()
        act()
        if run >= warm:
            taken.append(1000 * (time.perf_counter() - began))
    taken.sort()
    return taken[len(taken) // 2], taken[int(0.99 * len(taken)) - 1]


def train(hidden, layers, batch):
    net = Net(hidden, layers).to(device)
    adam = torch.optim.Adam(net.parameters(), lr=1e-3, eps=1e-7)
    tokens = torch.randint(0, V, (T, batch), device=device)
    target = torch.randint(0, V, (T * batch,), device=device)

    def step():
        adam.zero_grad(set_to_none=True)
        logits = net(tokens)[0].reshape(T * batch, V)
        loss = torch.nn.functional.cross_entropy(logits, target)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        adam.step()
        loss.item()

    p50, _ = millis(step, 20)
    print(f'pytorch {hidden}x{layers}, training, batch {batch}: {1000 * T * batch / p50:.0f} tokens/s', flush=True)


@torch.no_grad()
def predict(hidden, layers, batch):
    net = Net(hidden, layers).to(device).eval()
    tokens = torch.randint(0, V, (T, batch), device=device)
    state = net(tokens)[1]
    step = millis(lambda: net(tokens[:1], state)[0].cpu(), 100)
    window = millis(lambda: net(tokens)[0][-1].cpu(), 30)
    print(f'pytorch {hidden}x{layers}, batch {batch}: step {step[0]:.3f} ms (p99 {step[1]:.3f}), '
          f'whole window {window[0]:.3f} ms (p99 {window[1]:.3f})', flush=True)


print(torch.__version__, 'cuDNN', torch.backends.cudnn.version(), 'on', device)
for size in sys.argv[1].split():
    hidden, layers = map(int, size.split('x'))
    for batch in [1, 8, 64, 512]:
        predict(hidden, layers, batch)
    for batch in [32, 256]:
        train(hidden, layers, batch)
