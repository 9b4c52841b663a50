import { Component, type ComponentChild, type ComponentType, createElement } from 'preact'

/** Draws a component anew only when one of its properties is another one. */
export function memo<P extends object>(inner: ComponentType<P>): ComponentType<P> {
  return class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      return !isShallowEqual(this.props, next)
    }

    render(): ComponentChild {
      return createElement(inner, this.props)
    }
  }
}

function isShallowEqual(a: object, b: object): boolean {
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => Object.is(Reflect.get(a, key), Reflect.get(b, key)))
}
