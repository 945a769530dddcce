//! Where is a smooth convex function smallest?
//!
//! L-BFGS with a backtracking line search (Nocedal and Wright, Numerical Optimization, 2nd edition,
//! algorithms 7.4 and 3.1). `prices` minimises the dual with it.

/// Pairs of steps and gradient changes that are remembered.
const MEMORY: usize = 8;
/// The share of the decrease promised by the slope that a step must bring (Armijo).
const ENOUGH: f64 = 1e-4;
/// The largest change of a variable in the first step.
const FIRST_STEP: f64 = 0.5;
/// The largest change of a variable in any step.
const LONGEST_STEP: f64 = 2.0;
/// A gradient whose largest entry is smaller is zero.
const FLAT: f64 = 1e-9;

/// A point with the function's value and gradient there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Point {
    pub(super) at: Vec<f64>,
    pub(super) value: f64,
    pub(super) gradient: Vec<f64>,
}

/// Returns the best point found with so many evaluations, the first of them at `start`.
pub(super) fn minimum(
    start: Vec<f64>,
    evaluations: usize,
    mut evaluate: impl FnMut(&[f64]) -> (f64, Vec<f64>),
) -> Point {
    let (value, gradient) = evaluate(&start);
    let mut here = Point { at: start, value, gradient };
    let mut memory: Vec<(Vec<f64>, Vec<f64>)> = Vec::new();
    let mut left = evaluations.saturating_sub(1);
    while left > 0 && largest(&here.gradient) > FLAT {
        let mut direction = direction(&here.gradient, &memory);
        let mut slope = dot(&direction, &here.gradient);
        if slope >= 0.0 {
            memory.clear();
            direction = here.gradient.iter().map(|g| -g).collect();
            slope = -dot(&here.gradient, &here.gradient);
        }
        let limit = if memory.is_empty() { FIRST_STEP } else { LONGEST_STEP };
        let longest = limit / largest(&direction);
        let mut length = if memory.is_empty() { longest } else { longest.min(1.0) };
        let found = loop {
            if left == 0 {
                return here;
            }
            left -= 1;
            let at: Vec<f64> = here.at.iter().zip(&direction).map(|(x, d)| x + length * d).collect();
            let (value, gradient) = evaluate(&at);
            if value <= here.value + ENOUGH * length * slope {
                break Point { at, value, gradient };
            }
            // The minimum of the parabola through both values and the slope.
            let bend = 2.0 * (value - here.value - length * slope);
            let parabola = -slope * length * length / bend;
            length = parabola.clamp(0.1 * length, 0.5 * length);
        };
        let step: Vec<f64> = found.at.iter().zip(&here.at).map(|(a, b)| a - b).collect();
        let change: Vec<f64> = found.gradient.iter().zip(&here.gradient).map(|(a, b)| a - b).collect();
        if dot(&step, &change) > 1e-12 * dot(&change, &change) {
            memory.push((step, change));
            if memory.len() > MEMORY {
                memory.remove(0);
            }
        }
        here = found;
    }
    here
}

/// The two loops of L-BFGS: minus the gradient times the inverse of the estimated curvature.
fn direction(gradient: &[f64], memory: &[(Vec<f64>, Vec<f64>)]) -> Vec<f64> {
    let mut q = gradient.to_vec();
    let mut alphas = Vec::with_capacity(memory.len());
    for (step, change) in memory.iter().rev() {
        let alpha = dot(step, &q) / dot(step, change);
        add(&mut q, change, -alpha);
        alphas.push(alpha);
    }
    if let Some((step, change)) = memory.last() {
        let scale = dot(step, change) / dot(change, change);
        for x in &mut q {
            *x *= scale;
        }
    }
    for ((step, change), alpha) in memory.iter().zip(alphas.into_iter().rev()) {
        let beta = dot(change, &q) / dot(step, change);
        add(&mut q, step, alpha - beta);
    }
    q.iter().map(|x| -x).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add(a: &mut [f64], b: &[f64], times: f64) {
    a.iter_mut().zip(b).for_each(|(a, b)| *a += times * b);
}

fn largest(a: &[f64]) -> f64 {
    a.iter().fold(0.0, |most, x| x.abs().max(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_narrow_valley_is_followed_to_its_bottom() {
        // (1 − x)² + 100·(y − x²)²: Rosenbrock's valley, smallest at (1, 1).
        let valley = |at: &[f64]| {
            let (x, y) = (at[0], at[1]);
            let value = (1.0 - x).powi(2) + 100.0 * (y - x * x).powi(2);
            (value, vec![-2.0 * (1.0 - x) - 400.0 * x * (y - x * x), 200.0 * (y - x * x)])
        };
        let found = minimum(vec![-1.2, 1.0], 80, valley);
        assert!(found.value < 1e-8, "{found:?}");
        assert!((found.at[0] - 1.0).abs() < 1e-3 && (found.at[1] - 1.0).abs() < 1e-3);
    }

    #[test]
    fn no_more_is_evaluated_than_allowed() {
        let mut count = 0;
        minimum(vec![5.0; 3], 7, |at| {
            count += 1;
            (at.iter().map(|x| x.abs()).sum(), at.iter().map(|x| x.signum()).collect())
        });
        assert!(count <= 7);
    }
}
